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
create index directory_user_addresses on directory_user using gin ((lower(attributes ->> 'proxyAddresses')::jsonb) jsonb_path_ops)
  where attributes ? 'proxyAddresses';

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
