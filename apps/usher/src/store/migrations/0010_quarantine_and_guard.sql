-- Why a job is in quarantine, since when, on what evidence, and when it is tried again.
alter table job add column quarantine jsonb;
-- Counts what a person did that may end a quarantine: the end of a cycle that began before says nothing about it.
alter table job add column lifts integer not null default 0;
-- A cycle came to its end since the links were last forgotten: from then on many new accounts at once are unusual.
alter table job add column seasoned boolean not null default false;
update job set seasoned = true where watermark is not null;

-- Which attributes had a value when the account was last written, so that it is known which would become empty. What was
-- written before is known when it is written, or found equal, the next time.
alter table link add column outline text;
-- Of a change that is held: its kinds.
alter table look add column what jsonb;

-- What the guard counts: removals and unusual changes that were carried out, by second.
create table guard_count (
  tenant_id uuid not null,
  job_id text not null,
  kind text not null,
  at timestamptz not null,
  count integer not null,
  primary key (tenant_id, job_id, kind, at)
);
insert into guard_count (tenant_id, job_id, kind, at, count)
  select tenant_id, job_id, 'removal', date_trunc('second', at), count(*) from provisioning_log
  where action in ('disable', 'delete') and result = 'success' and at > now() - interval '1 day'
  group by tenant_id, job_id, date_trunc('second', at);
