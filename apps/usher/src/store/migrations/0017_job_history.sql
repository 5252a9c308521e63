-- What is remembered of a job beyond its last cycle, in the words of synchronizationStatus.
alter table job add column history jsonb;
