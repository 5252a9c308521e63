-- How far an initial cycle came that was interrupted: type, cursor, watermark, and the schema_version it began with.
alter table job add column checkpoint json;
