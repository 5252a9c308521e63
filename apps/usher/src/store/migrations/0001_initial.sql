-- Every primary key starts with tenant_id, so that the tables can be distributed by tenant.

create table tenant (
  tenant_id uuid primary key default gen_random_uuid(),
  display_name text not null,
  default_domain text not null,
  created_at timestamptz not null default now()
);

-- The directory. Attributes carry the directory's names (userPrincipalName, displayName, …).
create table directory_user (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  user_principal_name text not null,
  employee_id text,
  account_enabled boolean not null default true,
  attributes jsonb not null default '{}',
  manager_id uuid,
  -- The manager's employeeId while the directory does not know that person.
  manager_key text,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index directory_user_upn on directory_user (tenant_id, lower(user_principal_name)) where deleted_at is null;
create index directory_user_employee on directory_user (tenant_id, employee_id) where employee_id is not null;
create index directory_user_manager on directory_user (tenant_id, manager_id) where manager_id is not null;
create index directory_user_manager_key on directory_user (tenant_id, manager_key) where manager_key is not null;
create index directory_user_deleted on directory_user (tenant_id, deleted_at) where deleted_at is not null;

create table directory_group (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  display_name text not null,
  security_enabled boolean not null default true,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index directory_group_name on directory_group (tenant_id, lower(display_name)) where deleted_at is null;

create table group_member (
  tenant_id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  primary key (tenant_id, group_id, member_id)
);
create index group_member_member on group_member (tenant_id, member_id);

-- The change feed: which object to look at, never what to do. One row per object, for ever (also when it is gone).
-- xid is the transaction that touched it last; readers go on from the oldest transaction that was still open.
create table directory_change (
  tenant_id uuid not null,
  object_type text not null,
  object_id uuid not null,
  xid xid8 not null,
  primary key (tenant_id, object_type, object_id)
);
create index directory_change_feed on directory_change (tenant_id, object_type, xid, object_id);

create table application (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  display_name text not null,
  template_id text not null,
  app_roles jsonb not null,
  requires_role boolean not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index application_name on application (tenant_id, lower(display_name));

create table app_role_assignment (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  application_id uuid not null,
  principal_type text not null,
  principal_id uuid not null,
  app_role_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index app_role_assignment_once on app_role_assignment (tenant_id, application_id, principal_id, app_role_id);
create index app_role_assignment_principal on app_role_assignment (tenant_id, principal_id);

create table job (
  tenant_id uuid not null,
  id text not null,
  application_id uuid not null,
  template_id text not null,
  schema jsonb not null,
  settings jsonb not null,
  -- AES-256-GCM, see secrets.ts.
  secrets text,
  state text not null default 'Disabled',
  watermark text,
  -- The next cycle reads every linked object again: after a restart.
  verify boolean not null default false,
  lease text,
  lease_until timestamptz,
  next_run timestamptz,
  last_cycle jsonb,
  last_error jsonb,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index job_application on job (tenant_id, application_id);

create table link (
  tenant_id uuid not null,
  job_id text not null,
  object_type text not null,
  object_id text not null,
  -- null with joined_by: a create was about to be sent and its answer is not known.
  target_id text,
  joined_by jsonb,
  state text not null,
  active boolean not null,
  -- Digest of all values last accepted; null: not known.
  sent text,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, job_id, object_type, object_id)
);
create unique index link_target on link (tenant_id, job_id, object_type, target_id) where target_id is not null;
create unique index link_intent on link (tenant_id, job_id, object_type, (joined_by ->> 'path'), lower(joined_by ->> 'value'))
  where target_id is null;

create table reference_use (
  tenant_id uuid not null,
  job_id text not null,
  object_type text not null,
  object_id text not null,
  path text not null,
  of_type text not null,
  of_id text not null,
  -- The target id that was written; null: none.
  written text,
  reported boolean not null default false,
  primary key (tenant_id, job_id, object_type, object_id, path)
);
create index reference_use_of on reference_use (tenant_id, job_id, of_type, of_id);
create index reference_use_open on reference_use (tenant_id, job_id, object_type, object_id) where written is null and not reported;

create table look (
  tenant_id uuid not null,
  job_id text not null,
  object_type text not null,
  object_id text not null,
  why text not null,
  since timestamptz not null,
  next timestamptz not null,
  attempts integer not null default 0,
  decision text,
  basis text,
  error jsonb,
  primary key (tenant_id, job_id, object_type, object_id, why)
);
create index look_due on look (tenant_id, job_id, why, object_id) include (next);

create table provisioning_log (
  tenant_id uuid not null,
  id bigint generated always as identity,
  at timestamptz not null,
  job_id text not null,
  application_id uuid,
  cycle_id uuid not null,
  action text not null,
  result text not null,
  reason text not null,
  object_type text not null,
  object_id text not null,
  display_name text not null,
  target_id text not null,
  -- What the entry is printed from; sentences, advice and steps follow from the tables of the engine.
  facts jsonb not null,
  exchanges jsonb,
  primary key (tenant_id, id)
);
create index provisioning_log_object on provisioning_log (tenant_id, object_id, id desc);
create index provisioning_log_job on provisioning_log (tenant_id, job_id, id desc);
create index provisioning_log_removal on provisioning_log (tenant_id, job_id, at) where action in ('disable', 'delete') and result = 'success';

create table audit_log (
  tenant_id uuid not null,
  id bigint generated always as identity,
  at timestamptz not null default now(),
  actor text not null,
  activity text not null,
  object text not null,
  details jsonb not null default '{}',
  primary key (tenant_id, id)
);

create table import (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  name text not null,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  report jsonb,
  primary key (tenant_id, id)
);

create table import_row (
  tenant_id uuid not null,
  import_id uuid not null,
  row_number integer not null,
  line integer not null,
  key text not null,
  attributes jsonb not null,
  manager_key text,
  primary key (tenant_id, import_id, row_number)
);
create index import_row_key on import_row (tenant_id, import_id, key, row_number);
