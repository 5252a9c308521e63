-- People that clients send to an inbound job (bulkUpload): what is accepted is here until it was carried out.
create table inbound_upload (
  tenant_id uuid not null,
  id bigint generated always as identity,
  job_id text not null,
  at timestamptz not null default now(),
  -- Null once it was carried out; the row counts for the limits of calls then.
  operations jsonb,
  attempts integer not null default 0,
  primary key (tenant_id, id)
);
create index inbound_upload_pending on inbound_upload (tenant_id, job_id, id) where operations is not null;
create index inbound_upload_at on inbound_upload (tenant_id, at, job_id);

-- Of a row of an import, what is only for somebody new.
alter table import_row add column on_create jsonb;
