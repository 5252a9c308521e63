-- Requests and answers of lines that were written together: a JSON list of lists of exchanges, zstd.
create table exchange_page (
  tenant_id uuid not null,
  id bigint generated always as identity,
  job_id text not null,
  at timestamptz not null,
  data bytea not null,
  primary key (tenant_id, id)
);
create index exchange_page_at on exchange_page (tenant_id, at);

-- Where a line's exchanges are. What older lines have of them stands in exchanges, as the outline of new ones does.
alter table provisioning_log add column exchange_page bigint;
alter table provisioning_log add column exchange_at integer;
