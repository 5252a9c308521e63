-- What people are told of by mail and webhook: written in the transaction in which it became true, so nothing is told that is
-- not so, and nothing is forgotten.
create table announcement (
  tenant_id uuid not null,
  id bigint generated always as identity,
  at timestamptz not null,
  kind text not null,
  application_id uuid,
  job_id text,
  facts jsonb not null,
  primary key (tenant_id, id)
);
create index announcement_at on announcement (tenant_id, at);
