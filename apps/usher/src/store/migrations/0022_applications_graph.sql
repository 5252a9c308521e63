-- Applications and their synchronization, as Microsoft Graph has them.

-- What the Graph says of a job and nothing here reads: the name of its template, job settings, when its schedule ends.
alter table job add column graph jsonb not null default '{}';
-- What was given by PUT …/synchronization/secrets, in its order, encrypted: an application may have it before it has a job.
alter table application add column secrets text;

create index app_registration_template on app_registration (tenant_id, template_id, lower(display_name));
create unique index app_registration_unique_name on app_registration (tenant_id, (properties ->> 'uniqueName'))
  where properties ->> 'uniqueName' is not null and deleted_at is null;
create index app_registration_deleted on app_registration (tenant_id, deleted_at, id) where deleted_at is not null;
create index application_deleted on application (tenant_id, deleted_at, id) where deleted_at is not null;
create index app_role_assignment_page on app_role_assignment (tenant_id, application_id, id);

create table app_logo (
  tenant_id uuid not null,
  app_id uuid not null,
  media_type text not null,
  data bytea not null,
  primary key (tenant_id, app_id)
);
