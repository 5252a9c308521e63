-- Directory roles that whoever is invited has when the link is made: with more of them it ends.
alter table sign_in_invitation add column roles uuid[];
-- Of links of before, those of people who have a role end.

-- The address that every service on this store names itself by in tokens (--public-url), as the first that said one.
alter table tenant add column public_url text;
