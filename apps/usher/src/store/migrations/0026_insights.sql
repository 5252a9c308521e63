-- What the provisioning log comes to, counted by day while it is written, so that charts of ten million lines read some hundred rows.
create table log_day (
  tenant_id uuid not null,
  job_id text not null,
  day date not null,
  action text not null,
  result text not null,
  -- The error code; empty where all went well.
  code text not null,
  lines integer not null,
  primary key (tenant_id, day, job_id, action, result, code)
);
-- How long things took. `kind`: change, from the directory to the account; request, one to the application. `bucket`: see store/buckets.ts.
create table log_wait (
  tenant_id uuid not null,
  job_id text not null,
  day date not null,
  kind text not null,
  bucket smallint not null,
  count integer not null,
  primary key (tenant_id, day, job_id, kind, bucket)
);

insert into log_day (tenant_id, job_id, day, action, result, code, lines)
  select tenant_id, job_id, (at at time zone 'UTC')::date, action, result, coalesce(facts #>> '{error,code}', ''), count(*)
  from provisioning_log group by 1, 2, 3, 4, 5, 6;

-- When somebody was changed last. Of what was changed before this version nobody knows, and no wait is counted.
alter table directory_change add column at timestamptz not null default now();
