-- Several directories in one store.
-- One that is being removed: nothing works on it any more, and its rows go.
alter table tenant add column removed_at timestamptz;

-- A person who has an account in another directory, and signs in with that one.
create table guest (
  tenant_id uuid not null,
  user_id uuid not null,
  home_tenant_id uuid not null,
  home_user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id),
  unique (tenant_id, home_tenant_id, home_user_id)
);
create index guest_home on guest (home_tenant_id, home_user_id);
