-- Who is writing the object of a link: the lease of the job and the lane. Claims of leases that are over mean nothing.
alter table link add column claim text;
-- Where the cycle of the worker that holds the job is, for those who ask elsewhere.
alter table job add column progress jsonb;
-- By which the service tells whether it has the key that the secrets were encrypted with.
alter table tenant add column key_check text;
