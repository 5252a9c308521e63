-- The directory over Microsoft Graph: what clients filter and sort by, what a deleted group keeps, and whose deletions a delta tells.

-- Whatever begins so, or is so; letter case does not matter.
create index directory_user_display on directory_user (tenant_id, lower(attributes ->> 'displayName') text_pattern_ops, id)
  where deleted_at is null;
create index directory_user_mail on directory_user (tenant_id, lower(attributes ->> 'mail') text_pattern_ops, id)
  where deleted_at is null and attributes ->> 'mail' is not null;
create index directory_user_nickname on directory_user (tenant_id, lower(attributes ->> 'mailNickname') text_pattern_ops, id)
  where deleted_at is null and attributes ->> 'mailNickname' is not null;
create index directory_user_upn_begins on directory_user (tenant_id, lower(user_principal_name) text_pattern_ops, id)
  where deleted_at is null;
create index directory_user_employee_begins on directory_user (tenant_id, lower(employee_id) text_pattern_ops, id)
  where deleted_at is null and employee_id is not null;
create index directory_user_disabled on directory_user (tenant_id, id) where deleted_at is null and not account_enabled;
create index directory_user_addresses on directory_user using gin ((lower(attributes ->> 'proxyAddresses')::jsonb) jsonb_path_ops)
  where attributes ? 'proxyAddresses';

-- How values are spread: of a partial index PostgreSQL does not ask that, and without it reads a million people for one name.
create statistics directory_user_display_spread on (lower(attributes ->> 'displayName')) from directory_user;
create statistics directory_user_mail_spread on (lower(attributes ->> 'mail')) from directory_user;
create statistics directory_user_nickname_spread on (lower(attributes ->> 'mailNickname')) from directory_user;
create statistics directory_user_upn_spread on (lower(user_principal_name)) from directory_user;
create statistics directory_user_employee_spread on (lower(employee_id)) from directory_user;
create statistics directory_user_addresses_spread on ((lower(attributes ->> 'proxyAddresses')::jsonb)) from directory_user;
create statistics directory_group_display_spread on (lower(display_name)) from directory_group;

-- In the order of a list.
create index directory_user_by_display on directory_user (tenant_id, (coalesce(lower(attributes ->> 'displayName'), '')), id)
  where deleted_at is null;
create index directory_user_by_upn on directory_user (tenant_id, (coalesce(lower(user_principal_name), '')), id)
  where deleted_at is null;
create index directory_group_by_display on directory_group (tenant_id, (coalesce(lower(display_name), '')), id)
  where deleted_at is null;
create index directory_group_begins on directory_group (tenant_id, lower(display_name) text_pattern_ops, id)
  where deleted_at is null;
create index directory_group_nickname on directory_group (tenant_id, lower(mail_nickname) text_pattern_ops, id)
  where deleted_at is null and mail_nickname is not null;
create index directory_group_deleted on directory_group (tenant_id, deleted_at, id) where deleted_at is not null;

-- What a softly deleted group was, so that restoring it brings that back: its members and where it was one, what it was assigned to.
create table kept_member (
  tenant_id uuid not null,
  deleted_id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  member_type text not null,
  primary key (tenant_id, deleted_id, group_id, member_id)
);
create index kept_member_member on kept_member (tenant_id, member_id);
create table kept_assignment (
  tenant_id uuid not null,
  id uuid not null,
  application_id uuid not null,
  principal_id uuid not null,
  app_role_id uuid not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create index kept_assignment_principal on kept_assignment (tenant_id, principal_id);

-- Which properties of a person or a group changed, beside directory_change and read the same way: one row per property, for ever.
-- Whoever writes, it is kept here. manager/ID: who is not the manager any more.
create table property_change (
  tenant_id uuid not null,
  object_id uuid not null,
  name text not null,
  xid xid8 not null,
  primary key (tenant_id, object_id, name)
);
create function note_properties() returns trigger language plpgsql as $$
declare
  was jsonb := to_jsonb(old);
  now_is jsonb := to_jsonb(new);
begin
  insert into property_change (tenant_id, object_id, name, xid)
    select new.tenant_id, new.id, changed.name, pg_current_xact_id() from (
      select key as name
        from jsonb_each((was - 'attributes' - 'properties') || coalesce(was -> 'attributes', was -> 'properties')) a
        full join jsonb_each((now_is - 'attributes' - 'properties') || coalesce(now_is -> 'attributes', now_is -> 'properties')) b using (key)
        where a.value is distinct from b.value
      union all
      select 'manager/' || (was ->> 'manager_id') where was ->> 'manager_id' is distinct from now_is ->> 'manager_id'
        and was ->> 'manager_id' is not null
    ) changed order by changed.name
  on conflict (tenant_id, object_id, name) do update set xid = excluded.xid;
  return null;
end $$;
create trigger directory_user_properties after update on directory_user
  for each row when (old.* is distinct from new.*) execute function note_properties();
create trigger directory_group_properties after update on directory_group
  for each row when (old.* is distinct from new.*) execute function note_properties();

-- The transaction that touched an object first: the one that made it.
alter table directory_change add column born xid8 not null default pg_current_xact_id();
