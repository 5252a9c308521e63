-- The job comes from a backup that was made then, and nobody has looked at its plan yet: nothing is removed until somebody did.
alter table job add column restored timestamptz;
-- The secret that takes the place of the one in use: tested, then switched to. Encrypted, like secrets.
alter table job add column next_secrets text;
-- What is known of the two: when the other one was tested, and how often it had to help out.
alter table job add column secret_notes jsonb;
