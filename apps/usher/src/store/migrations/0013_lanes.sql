-- Who is writing the object of a link: the lease of the job and the lane. Claims of leases that are over mean nothing.
alter table link add column claim text;
