-- What is left of an initial cycle that several processes carry out, in ranges of ids (docs/decisions/0044).
create table shard (
  tenant_id uuid not null,
  job_id text not null,
  number int not null,
  object_type text not null,
  -- Behind this id, up to that one.
  after_id text not null,
  to_id text not null,
  size int not null,
  -- Ids of those that were looked at before.
  without jsonb not null default '[]',
  -- How far it came: cursor, done, summary, failed.
  begun jsonb,
  done int not null default 0,
  over boolean not null default false,
  requests int not null default 0,
  -- How often somebody took it.
  takes int not null default 0,
  lease uuid,
  lease_until timestamptz,
  primary key (tenant_id, job_id, number)
);
-- What whoever takes a shard must know of the cycle that runs; null while nothing is shared.
alter table job add column shared jsonb;
-- Which processes carry out cycles now. Nothing that must survive anything.
create unlogged table process (
  tenant_id uuid not null,
  process uuid not null,
  until timestamptz not null,
  primary key (tenant_id, process)
);
