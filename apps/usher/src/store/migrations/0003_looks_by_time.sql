-- Most looks wait for their moment, some for months: what is due, and what was allowed, is found without reading them all.
create index look_next on look (tenant_id, job_id, why, next);
create index look_allowed on look (tenant_id, job_id, why, object_id) where decision = 'allowed';
