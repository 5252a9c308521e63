-- Users become resources of a type among others; tenants get names and settings; what changes is written down.

alter table tenant add column name text;
alter table tenant add column settings jsonb not null default '{}';
update tenant set name = case when tenant_id = (select tenant_id from tenant order by created limit 1) then 'default' else tenant_id end;
update tenant set settings = '{"requestsPerSecond": null, "listsPerSecond": null}' where name = 'default';
alter table tenant alter column name set not null;
create unique index tenant_name on tenant (name);
-- What the tenant's cursors are signed with.
alter table tenant add column cursor_key text not null
  default encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex');

-- One table for every resource type, since ids are unique over all of them (RFC 7643 §3.1). resource is the JSON as it is
-- answered, up to meta, which follows: without it, without the last brace, and without what is looked up (a manager's name,
-- groups, members). The other columns follow from
-- it. search is what filters and sorting compare (null: to be made when the store is opened). name_key is what is unique
-- among the live resources of a type: the userName of users, the displayName of groups. Archived rows are kept for the
-- console; for SCIM they do not exist.
alter table users rename to resource;
alter index users_pkey rename to resource_pkey;
alter table resource add column type text not null default 'User';
alter table resource alter column type drop default;
update resource set resource = left(resource, -1);
alter table resource rename column user_name to name;
alter table resource rename column user_name_key to name_key;
alter table resource alter column name_key drop not null;
alter table resource add column display_key text not null default '';
alter table resource add column search jsonb;
alter table resource alter column active drop not null;
-- Instants that are answered and compared stand as they are answered, in a form that sorts: 2026-11-25T08:30:00.000Z.
create function instant(timestamptz) returns text language sql immutable as $$
  select to_char($1 at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
alter table resource alter column created drop default, alter column last_modified drop default;
alter table resource
  alter column created type text collate "C" using instant(created),
  alter column last_modified type text collate "C" using instant(last_modified);
-- Room for a new version of a row beside the old one; and no compression of rows that fit into a page.
alter table resource set (fillfactor = 70, toast_tuple_target = 4096);
drop index users_user_name;
drop index users_external_id;
drop index users_manager;
drop index users_search_keys;
-- What is asked for comes first here: a planner without statistics (a new store, and PGlite, which gathers none by
-- itself) takes any index that begins with tenant_id for as good as the right one.
create unique index resource_name on resource (name_key, tenant_id, type) where archived is null;
create index resource_external_id on resource (external_id, tenant_id) where external_id is not null;
create index resource_manager on resource (manager_id, tenant_id) where manager_id is not null;
-- Without fastupdate, which would keep new rows in a list that every search has to read.
create index resource_search_keys on resource using gin (search_keys) with (fastupdate = off);
-- The pages of a list. Most resources are users, whose pages follow the primary key.
create index resource_other on resource (tenant_id, type, id) where type <> 'User';
create index resource_archived on resource (tenant_id, id) where archived is not null;
-- Those that are few: what the console counts, and what is still to be indexed.
create index resource_inactive on resource (tenant_id, id) where not active and archived is null;
create index resource_unsearched on resource (tenant_id, id) where search is null;

-- Further attributes that a tenant declares unique, beside the name. Live resources only.
create table unique_value (
  tenant_id text not null,
  type text not null,
  key text not null,
  resource_id text not null,
  primary key (tenant_id, type, key)
);
create index unique_value_of on unique_value (resource_id, tenant_id);

-- How many live resources there are, so that a list need not count them. The number is kept in parts, since a
-- transaction that changes one holds it until it is over.
create table tally (
  tenant_id text not null,
  type text not null,
  part integer not null,
  live bigint not null default 0,
  primary key (tenant_id, type, part)
) with (fillfactor = 50);
insert into tally (tenant_id, type, part)
  select tenant_id, type, part from tenant, unnest(array['User', 'Group']) as type, generate_series(0, 7) as part;
update tally t set live = (select count(*) from resource r where r.tenant_id = t.tenant_id and r.archived is null)
  where type = 'User' and part = 0;

-- Who is in which group. type is the member's resource type, said_type what the client called it, when it did. A member that is archived keeps its row, and is not seen until it is restored.
create table member (
  tenant_id text not null,
  group_id text not null,
  member_id text not null,
  type text not null,
  said_type text,
  primary key (tenant_id, group_id, member_id)
);
create index member_of on member (member_id, tenant_id);

-- Every change of a resource, in the transaction that made it. Never changed afterwards. paths are the attributes that
-- changed, none for a creation; actor is token:…, client:… or console:….
create table event (
  tenant_id text not null,
  resource_id text not null,
  version integer not null,
  sequence bigint generated always as identity,
  time timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  type text not null,
  method text not null,
  external_id text,
  paths text[] not null,
  actor text not null,
  txn text not null,
  primary key (tenant_id, resource_id, version)
);
create index event_sequence on event using brin (sequence);

-- OAuth clients (RFC 6749 §4.4). A secret is shown once; several may be valid, for rotation.
create table client (
  tenant_id text not null,
  id text not null,
  label text not null,
  owner_id text not null,
  scopes text[] not null,
  created timestamptz not null default now(),
  last_used timestamptz,
  revoked timestamptz,
  primary key (tenant_id, id),
  unique (id),
  foreign key (tenant_id, owner_id) references administrator
);
create table client_secret (
  tenant_id text not null,
  client_id text not null,
  id text not null,
  prefix text not null,
  hash text not null,
  created timestamptz not null default now(),
  expires timestamptz not null,
  revoked timestamptz,
  primary key (tenant_id, client_id, id),
  foreign key (tenant_id, client_id) references client
);

-- A token was generated in the console by its owner, or given to a client at the token endpoint.
alter table token add column scopes text[] not null default '{scim.read,scim.write,scim.users,scim.groups,scim.bulk}';
alter table token alter column scopes drop default;
alter table token add column client_id text;
create index token_expires on token (expires) where client_id is not null;

alter table administrator add column last_sign_in timestamptz;
-- An account that is removed keeps its row, since tokens and events name it.
alter table administrator add column removed timestamptz;
alter table administrator drop constraint administrator_tenant_id_user_name_key_key;
create unique index administrator_name on administrator (tenant_id, user_name_key) where removed is null;

-- SCIM requests as they were answered, many in a row: data is a JSON array of them, packed with zstd when it is worth it.
-- methods, statuses and senders (tokens, clients) say what is in it, so that a search need not unpack the others.
alter table activity rename to activity_single;
create table activity (
  tenant_id text not null,
  sequence bigint generated always as identity,
  time timestamptz not null,
  count integer not null,
  methods text[] not null,
  statuses integer[] not null,
  senders text[] not null,
  encoding text not null,
  data bytea not null,
  primary key (tenant_id, sequence)
);
alter table activity alter column data set storage external;
create index activity_time on activity using brin (time);
insert into activity (tenant_id, time, count, methods, statuses, senders, encoding, data)
  select tenant_id, time, 1, array[method], array[status], array_remove(array[token_id], null), 'json',
    convert_to(json_build_array(json_build_object(
      'time', instant(time), 'method', method, 'path', path, 'status', status, 'durationMs', duration_ms,
      'userAgent', user_agent, 'token', case when token_id is not null then json_build_object(
        'id', token_id, 'prefix', token_prefix, 'clientId', null) end,
      'body', body, 'scimType', scim_type, 'detail', null, 'requestId', ''))::text, 'UTF8')
  from activity_single order by sequence;
drop table activity_single;

-- The live groups that a user or group is in, by direct membership and through other groups. A circle of groups ends, since
-- a group is seen at most twice.
create function groups_in(of_tenant text, of_member text) returns table (id text, type text) language sql stable as $$
  with recursive up(id, type) as (
    select m.group_id, 'direct' from member m
      join resource g on g.tenant_id = m.tenant_id and g.id = m.group_id and g.archived is null
      where m.tenant_id = of_tenant and m.member_id = of_member
    union
    select m.group_id, 'indirect' from up
      join member m on m.tenant_id = of_tenant and m.member_id = up.id
      join resource g on g.tenant_id = m.tenant_id and g.id = m.group_id and g.archived is null
  )
  select up.id, min(up.type) from up group by up.id
$$;

-- Who is in a group, directly or through other groups.
create function members_in(of_tenant text, of_group text) returns table (id text) language sql stable as $$
  with recursive down(id) as (
    select m.member_id from member m
      join resource g on g.tenant_id = m.tenant_id and g.id = m.group_id and g.archived is null
      where m.tenant_id = of_tenant and m.group_id = of_group
    union
    select m.member_id from down
      join resource g on g.tenant_id = of_tenant and g.id = down.id and g.archived is null
      join member m on m.tenant_id = of_tenant and m.group_id = down.id
  )
  select down.id from down
$$;

-- Those groups as the elements of the attribute groups.
create function groups_of(of_tenant text, of_member text, base text) returns text language sql stable as $$
  select json_agg(json_build_object(
      'value', i.id, '$ref', base || '/Groups/' || i.id, 'display', g.display_name, 'type', i.type) order by i.id)::text
  from groups_in(of_tenant, of_member) i
  join resource g on g.tenant_id = of_tenant and g.id = i.id
$$;

-- The live members of a group, as the elements of the attribute members. Their names only when they are asked for.
create function members_of(of_tenant text, of_group text, base text, named boolean) returns text language sql stable as $$
  select json_agg(json_strip_nulls(json_build_object(
      'value', m.member_id, '$ref', base || '/' || m.type || 's/' || m.member_id, 'type', coalesce(m.said_type, m.type),
      'display', case when named then r.display_name end)) order by m.member_id)::text
  from member m
  join resource r on r.tenant_id = m.tenant_id and r.id = m.member_id and r.archived is null
  where m.tenant_id = of_tenant and m.group_id = of_group
$$;
