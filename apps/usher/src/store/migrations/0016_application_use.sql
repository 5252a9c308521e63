-- Which processes speak to which application now, so that together they keep below its limits. Nothing that must survive anything.
create unlogged table application_use (
  tenant_id uuid not null,
  -- Digest of the Tenant URL.
  address text not null,
  process uuid not null,
  until timestamptz not null,
  -- The application asked this process to wait.
  paused_until timestamptz,
  primary key (tenant_id, address, process)
);
