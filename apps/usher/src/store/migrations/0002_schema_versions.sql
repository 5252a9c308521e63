-- Days begin and end in the tenant's time zone.
alter table tenant add column time_zone text not null default 'UTC';

-- A schema is given back as it was saved, members in their order; jsonb would sort them.
alter table job alter column schema type json using schema::json;
-- Counts what was saved; a cycle that began with an older one may not move the watermark.
alter table job add column schema_version integer not null default 1;
