-- Every primary key starts with tenant_id, so that the tables can be distributed by tenant.

create table tenant (
  tenant_id text primary key,
  created timestamptz not null default now()
);

create table administrator (
  tenant_id text not null references tenant,
  id text not null,
  user_name text not null,
  user_name_key text not null,
  password_hash text not null,
  is_admin boolean not null default true,
  created timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, user_name_key)
);

create table session (
  tenant_id text not null,
  hash text not null,
  administrator_id text not null,
  created timestamptz not null default now(),
  expires timestamptz not null,
  primary key (tenant_id, hash),
  foreign key (tenant_id, administrator_id) references administrator
);

-- A bearer token is shown once; here is its hash only. The prefix lets people tell tokens apart.
create table token (
  tenant_id text not null,
  id text not null,
  label text not null,
  prefix text not null,
  hash text not null unique,
  owner_id text not null,
  created timestamptz not null default now(),
  expires timestamptz,
  last_used timestamptz,
  revoked timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, owner_id) references administrator
);

-- resource is the JSON as it is answered, without meta and without what is looked up (the manager's name).
-- The other columns are taken from it, to be searched and compared. Archived rows are kept for the console; for SCIM
-- they do not exist, and their userName is free again.
create table users (
  tenant_id text not null,
  id text not null,
  user_name text not null,
  user_name_key text not null,
  external_id text,
  display_name text not null,
  active boolean not null,
  manager_id text,
  search_keys text[] not null,
  resource text not null,
  version integer not null default 1,
  created timestamptz not null default date_trunc('milliseconds', now()),
  last_modified timestamptz not null default date_trunc('milliseconds', now()),
  archived timestamptz,
  primary key (tenant_id, id)
);
-- What is asked for comes first here: a planner without statistics (a new store, and PGlite, which gathers none by
-- itself) takes any index that begins with tenant_id for as good as the right one.
create unique index users_user_name on users (user_name_key, tenant_id) where archived is null;
create index users_external_id on users (external_id, tenant_id) where external_id is not null;
create index users_manager on users (manager_id, tenant_id) where manager_id is not null;
-- Without fastupdate, which would keep new rows in a list that every search has to read.
create index users_search_keys on users using gin (search_keys) with (fastupdate = off);

-- Every SCIM request, as it was answered.
create table activity (
  tenant_id text not null,
  sequence bigint generated always as identity,
  time timestamptz not null,
  method text not null,
  path text not null,
  status integer not null,
  duration_ms double precision not null,
  user_agent text,
  token_id text,
  token_prefix text,
  body text,
  scim_type text,
  primary key (tenant_id, sequence)
);
