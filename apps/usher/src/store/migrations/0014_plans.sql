-- Plans that are kept: shown, approved as a whole or in part, applied. A day later they have expired.
create table plan (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  job_id text not null,
  actor text not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  -- Whether everything was looked at: until then nothing of it can be approved.
  whole boolean not null default false,
  -- What it was made by; a job with another version does not apply it.
  rule_version text not null,
  -- Mappings that were proposed, or settings; null: those of the job.
  proposed text,
  counts jsonb,
  -- The log lines of what was applied.
  cycle_id uuid not null,
  primary key (tenant_id, id)
);
create index plan_job on plan (tenant_id, job_id, made_at desc);

create table plan_change (
  tenant_id uuid not null,
  plan_id uuid not null,
  n integer not null,
  object_type text not null,
  object_id text not null,
  display_name text not null,
  action text not null,
  -- Digest of what the decision rests on: with another one it is not carried out.
  basis text not null,
  -- Target paths that would change.
  attributes jsonb not null,
  shown jsonb not null,
  members jsonb,
  approved boolean not null default false,
  -- What became of it; null: nothing yet. Written in the transaction of the object's own record.
  outcome text,
  primary key (tenant_id, plan_id, n)
);
create index plan_change_object on plan_change (tenant_id, plan_id, object_id);
