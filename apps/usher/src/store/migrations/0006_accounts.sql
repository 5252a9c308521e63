-- Account discovery: whose the accounts of an application are. One run of a job is kept, the last one that ended.
create table discovery (
  tenant_id uuid not null,
  job_id text not null,
  run uuid not null,
  began timestamptz not null,
  ended timestamptz not null,
  counts jsonb not null,
  primary key (tenant_id, job_id)
);

create table discovered_account (
  tenant_id uuid not null,
  job_id text not null,
  run uuid not null,
  target_id text not null,
  user_name text not null,
  display_name text not null,
  active boolean,
  kind text not null,
  -- Whose it is: several when it is ambiguous.
  objects jsonb not null,
  -- The matching attribute, or link.
  by text,
  because text,
  primary key (tenant_id, job_id, run, target_id)
);

-- People by digests of what they are matched by, while a discovery runs; nothing that must survive anything.
create unlogged table discovery_key (
  tenant_id uuid not null,
  run uuid not null,
  key text not null,
  object_id text not null
);
create index discovery_key_key on discovery_key (tenant_id, run, key);
