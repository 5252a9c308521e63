-- App registrations and service principals in the change feed, so that a delta of them can be told, and what people agreed to.

-- Each shows something of the other, so a change of one is one of both. Whoever makes or ends one touches them itself.
create function touch_clients() returns trigger language plpgsql as $$
begin
  insert into directory_change (tenant_id, object_type, object_id, xid)
    select tenant_id, 'ServicePrincipal', id, pg_current_xact_id() from application where tenant_id = new.tenant_id and app_id = new.app_id
    union all
    select tenant_id, 'Application', id, pg_current_xact_id() from app_registration where tenant_id = new.tenant_id and app_id = new.app_id
  on conflict (tenant_id, object_type, object_id) do update set xid = excluded.xid, at = now();
  return null;
end $$;
create trigger application_changed after update on application
  for each row when (old.* is distinct from new.*) execute function touch_clients();
create trigger app_registration_changed after update on app_registration
  for each row when (old.* is distinct from new.*) execute function touch_clients();

-- Delegated permissions (graph-api.md 4.2). Kept and given back; what somebody may do is decided by roles, not here.
create table oauth2_permission_grant (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  -- The service principal that may act for somebody, and the one that it may ask.
  client_id uuid not null,
  resource_id uuid not null,
  -- Null: for everybody.
  principal_id uuid,
  scope text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index oauth2_permission_grant_once
  on oauth2_permission_grant (tenant_id, client_id, resource_id, coalesce(principal_id, '00000000-0000-0000-0000-000000000000'));
create index oauth2_permission_grant_principal on oauth2_permission_grant (tenant_id, principal_id);
create index oauth2_permission_grant_resource on oauth2_permission_grant (tenant_id, resource_id);
