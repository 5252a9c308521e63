-- When a job had the last line of its day with an action, result and code, so that nobody looks for it where it cannot be.
alter table log_day add column last timestamptz;
-- Of the days before this version it is only known that they are over.
update log_day set last = (day + 1)::timestamp at time zone 'UTC';
alter table log_day alter column last set not null;
