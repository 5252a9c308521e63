-- Groups are objects of their own; a group may be a member of a group.
alter table directory_group add column description text;
alter table directory_group add column mail_nickname text;
alter table directory_group add column mail text;
-- A deleted group is gone at once, so nobody is its member.
delete from group_member m using directory_group g
  where g.tenant_id = m.tenant_id and g.id = m.group_id and g.deleted_at is not null;
alter table group_member add column member_type text not null default 'User';
-- Groups in groups are few among members of whom there may be very many.
create index group_member_nested on group_member (tenant_id, group_id, member_id) where member_type = 'Group';

-- The feed of memberships: who came to a group or left it, beside directory_change and read the same way. One row per
-- membership, for ever, so that a reader learns of one that is gone. nested: the person belongs to it through a group in it.
create table membership_change (
  tenant_id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  nested boolean not null,
  member_type text not null,
  xid xid8 not null,
  primary key (tenant_id, group_id, member_id, nested)
);
create index membership_change_feed on membership_change (tenant_id, xid, group_id, member_id, nested);

insert into directory_change (tenant_id, object_type, object_id, xid)
  select tenant_id, 'Group', id, pg_current_xact_id() from directory_group where deleted_at is null;
insert into membership_change (tenant_id, group_id, member_id, nested, member_type, xid)
  select tenant_id, group_id, member_id, false, member_type, pg_current_xact_id() from group_member;

-- An application may have several jobs, told apart by name.
alter table job add column name text not null default 'Provisioning';
create unique index job_name on job (tenant_id, application_id, lower(name));

-- A restart forgets this link as soon as the account of somebody out of scope is taken away.
alter table link add column forgotten boolean not null default false;
create index link_forgotten on link (tenant_id, job_id, object_type, object_id) where forgotten;
