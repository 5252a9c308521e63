-- Who is told, and how: the way of mail, webhooks, and each announcement on each way.
create table mail_setting (
  tenant_id uuid primary key,
  settings jsonb not null,
  -- The password, encrypted.
  secret text
);
create table mail_unsubscribed (
  tenant_id uuid not null,
  address text not null,
  at timestamptz not null,
  primary key (tenant_id, address)
);
create table webhook (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  name text not null,
  url text not null,
  -- Null: all.
  kinds jsonb,
  enabled boolean not null default true,
  -- Encrypted: what is signed with, the newest first, each with the time until which it is live.
  secrets text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index webhook_name on webhook (tenant_id, lower(name));

alter table announcement add column told boolean not null default false;
create index announcement_untold on announcement (tenant_id, id) where not told;

create table delivery (
  tenant_id uuid not null,
  id bigint generated always as identity,
  announcement_id bigint not null,
  channel text not null check (channel in ('mail', 'webhook')),
  -- An address, or the id of a webhook.
  recipient text not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'givenUp')),
  attempts integer not null default 0,
  -- While somebody sends it: when another may take it over.
  next timestamptz not null,
  made_at timestamptz not null,
  last_at timestamptz,
  -- What the other side said last: the status of HTTP or SMTP, and a sentence when it was no success.
  status integer,
  error text,
  primary key (tenant_id, id)
);
create unique index delivery_once on delivery (tenant_id, announcement_id, channel, recipient);
create index delivery_due on delivery (tenant_id, next) where state = 'waiting';
