-- When the account of somebody who left was switched off.
alter table link add column left_at timestamptz;

-- What is known of each membership at the target: whether the member is in the group, and under which ids.
create table member_link (
  tenant_id uuid not null,
  job_id text not null,
  group_id text not null,
  member_type text not null,
  member_id text not null,
  -- null: not in the group, as far as is known.
  group_target text,
  member_target text,
  -- false: an answer was lost.
  sure boolean not null,
  -- The log said that the member has no account.
  reported boolean not null,
  -- Looked at again from then on; null: only when something changes.
  next timestamptz,
  -- The failure that it waits for.
  since timestamptz,
  attempts integer not null default 0,
  error jsonb,
  primary key (tenant_id, job_id, group_id, member_type, member_id)
);
create index member_link_member on member_link (tenant_id, job_id, member_type, member_id);
create index member_link_next on member_link (tenant_id, job_id, next) where next is not null;
