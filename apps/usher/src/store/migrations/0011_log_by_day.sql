-- The provisioning log and its requests by day, so that a day is forgotten by dropping its table; and the words that a
-- line is found by. See docs/decisions/0033.

alter table tenant add column log_days integer default 365;
alter table tenant add column exchange_days integer not null default 7;
alter table tenant add column audit_days integer default 730;

create function usher_words(said text) returns text[] language sql immutable as $$
  select coalesce(array_agg(distinct left(w[1], 40)), '{}') from regexp_matches(
    lower(regexp_replace(normalize(said, nfkd), '[\u0300-\u036f]', '', 'g') collate pg_c_utf8),
    '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[[:alnum:]]+', 'g') w
$$;

alter table provisioning_log rename to log_before;
alter table log_before rename constraint provisioning_log_pkey to log_before_pkey;
drop index provisioning_log_object;
drop index provisioning_log_job;
drop index provisioning_log_removal;
alter table exchange_page rename to page_before;
alter table page_before rename constraint exchange_page_pkey to page_before_pkey;
drop index exchange_page_at;

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
  exchange_page bigint,
  exchange_at integer,
  -- Words and facets, see log-terms.ts.
  terms tsvector not null,
  primary key (tenant_id, at, id)
) partition by range (at);
create index provisioning_log_object on provisioning_log (tenant_id, object_id, id desc);
create index provisioning_log_removal on provisioning_log (tenant_id, job_id, at) where action in ('disable', 'delete') and result = 'success';
-- What is new waits in a list of at most 32 MB, which is searched too; it is sorted in later.
create index provisioning_log_terms on provisioning_log using gin (terms) with (fastupdate = on, gin_pending_list_limit = 32768);

create table exchange_page (
  tenant_id uuid not null,
  id bigint generated always as identity,
  job_id text not null,
  at timestamptz not null,
  data bytea not null,
  primary key (tenant_id, at, id)
) partition by range (at);

do $$
declare
  of record;
begin
  for of in
    select t.name, d.day from (values ('provisioning_log'), ('exchange_page')) t(name) cross join (
      select distinct (at at time zone 'UTC')::date as day from log_before
      union select distinct (at at time zone 'UTC')::date from page_before) d
  loop
    execute format('create table %I partition of %I for values from (%L) to (%L)',
      of.name || '_' || to_char(of.day, 'YYYYMMDD'), of.name, of.day || ' 00:00:00+00', (of.day + 1) || ' 00:00:00+00');
  end loop;
end $$;

insert into provisioning_log overriding system value
  select b.tenant_id, b.id, b.at, b.job_id, b.application_id, b.cycle_id, b.action, b.result, b.reason, b.object_type, b.object_id,
    b.display_name, b.target_id, b.facts, b.exchanges, b.exchange_page, b.exchange_at,
    array_to_tsvector(usher_words(concat_ws(' ', b.display_name, b.object_id, b.target_id, s.said))
      || array['=job:' || lower(b.job_id), '=cycle:' || b.cycle_id, '=result:' || b.result, '=action:' || lower(b.action), '=reason:' || lower(b.reason)]
      || case when b.facts #>> '{error,code}' is null then '{}' else array['=code:' || lower(b.facts #>> '{error,code}')] end
      || case when b.action = 'create' then '{}' else p.attributes end)
  from log_before b
  cross join lateral (select string_agg(v #>> '{}', ' ') as said
    from jsonb_path_query(b.facts, 'strict $.** ? (@.type() == "string")') v) s
  cross join lateral (select coalesce(array_agg('=attribute:' || lower(w ->> 0)), '{}') as attributes
    from jsonb_array_elements(b.facts -> 'written') w) p
  order by b.id;
insert into exchange_page overriding system value select tenant_id, id, job_id, at, data from page_before order by id;
select setval(pg_get_serial_sequence('provisioning_log', 'id'), (select coalesce(max(id), 0) + 1 from log_before), false);
select setval(pg_get_serial_sequence('exchange_page', 'id'), (select coalesce(max(id), 0) + 1 from page_before), false);
drop table log_before;
drop table page_before;
drop function usher_words(text);

-- How many were left out of scope, by cycle and reason; they have no line unless the job asks for it.
create table left_out (
  tenant_id uuid not null,
  job_id text not null,
  cycle_id uuid not null,
  because text not null,
  at timestamptz not null,
  count integer not null,
  primary key (tenant_id, job_id, cycle_id, because)
);
create index left_out_at on left_out (tenant_id, at);

alter table audit_log add column application_id uuid;
alter table audit_log add column terms tsvector;
update audit_log set terms = strip(to_tsvector('simple', concat_ws(' ', actor, activity, object, details::text)));
alter table audit_log alter column terms set not null;
create index audit_log_at on audit_log (tenant_id, at desc, id desc);
create index audit_log_terms on audit_log using gin (terms);
