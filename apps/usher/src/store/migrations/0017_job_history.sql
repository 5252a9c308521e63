-- What is remembered of a job beyond its last cycle, in the words of synchronizationStatus.
alter table job add column history jsonb;
-- Whether the application was asked with the credentials that are stored; after others were, the next cycle begins by asking.
alter table job add column proved boolean not null default true;
