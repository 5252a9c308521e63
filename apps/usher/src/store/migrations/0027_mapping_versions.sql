-- Mappings and filters as they were saved, so that one can go back. Who saved one is not known of what was there before.
create table mapping_version (
  tenant_id uuid not null,
  job_id text not null,
  version integer not null,
  -- As in job: members in their order.
  schema json not null,
  saved_at timestamptz,
  actor text,
  primary key (tenant_id, job_id, version)
);
