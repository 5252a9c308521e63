-- What Microsoft Graph knows beside people, groups and jobs: app registrations, owners, roles, secrets of clients.

-- The Graph's application. Its servicePrincipal, the enterprise application, is a row of application with the same app_id.
create table app_registration (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  app_id uuid not null default gen_random_uuid(),
  display_name text not null,
  -- Of the gallery.
  template_id text,
  -- Everything that is stored and given back, by the Graph's names.
  properties jsonb not null default '{}',
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index app_registration_app on app_registration (tenant_id, app_id);
create index app_registration_name on app_registration (tenant_id, lower(display_name), id);

alter table application add column app_id uuid;
alter table application add column properties jsonb not null default '{}';
alter table application add column deleted_at timestamptz;
-- A service principal of no application of the gallery: a client, or the Graph itself.
alter table application alter column template_id drop not null;
update application set app_id = gen_random_uuid();
insert into app_registration (tenant_id, app_id, display_name, template_id, created_at)
  select tenant_id, app_id, display_name, template_id, created_at from application;
alter table application alter column app_id set default gen_random_uuid();
alter table application alter column app_id set not null;
create unique index application_app on application (tenant_id, app_id);
-- The Graph lets two things have one name; whoever is asked for by name is then asked for by id.
drop index application_name;
create index application_name on application (tenant_id, lower(display_name), id);
drop index directory_group_name;
create index directory_group_name on directory_group (tenant_id, lower(display_name), id) where deleted_at is null;

alter table directory_group add column properties jsonb not null default '{}';

create table owner (
  tenant_id uuid not null,
  -- application (the registration), servicePrincipal or group.
  owned_type text not null,
  owned_id uuid not null,
  -- user or servicePrincipal.
  owner_type text not null,
  owner_id uuid not null,
  primary key (tenant_id, owned_type, owned_id, owner_id)
);
create index owner_owner on owner (tenant_id, owner_id);

-- Secrets and certificates of clients. A secret is random and long, so its SHA-256 is enough.
create table client_credential (
  tenant_id uuid not null,
  key_id uuid not null default gen_random_uuid(),
  app_id uuid not null,
  -- password or key.
  kind text not null,
  display_name text,
  -- The first characters of a password.
  hint text,
  hash text,
  -- Of a key: X.509, base64.
  certificate text,
  starts_at timestamptz not null default now(),
  ends_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, key_id)
);
create index client_credential_app on client_credential (tenant_id, app_id);

create table role_definition (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  display_name text not null,
  description text,
  enabled boolean not null default true,
  actions jsonb not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create table role_assignment (
  tenant_id uuid not null,
  id text not null,
  -- user, group or servicePrincipal.
  principal_type text not null,
  principal_id uuid not null,
  -- Of a built-in role, or of role_definition.
  role_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index role_assignment_once on role_assignment (tenant_id, principal_id, role_id);
