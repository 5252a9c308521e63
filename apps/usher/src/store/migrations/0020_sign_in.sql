-- Who signs in, and with what.

-- RSA keys that tokens are signed with, the newest one; those before stay until the last token that they signed has ended.
create table signing_key (
  tenant_id uuid not null,
  kid text not null,
  -- JWK with the private part, encrypted.
  sealed text not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  primary key (tenant_id, kid)
);

-- What oidc-provider keeps: sessions, interactions, codes, refresh tokens, grants, assertions that were seen.
create table oidc_entity (
  tenant_id uuid not null,
  kind text not null,
  -- SHA-256 of the id: of a code or a refresh token that is the secret itself, which payload holds too, so it is encrypted.
  hash text not null,
  payload text not null,
  uid text,
  grant_id text,
  account_id uuid,
  consumed_at timestamptz,
  expires_at timestamptz,
  primary key (tenant_id, kind, hash)
);
create index oidc_entity_uid on oidc_entity (tenant_id, uid) where uid is not null;
create index oidc_entity_grant on oidc_entity (tenant_id, grant_id) where grant_id is not null;
create index oidc_entity_account on oidc_entity (tenant_id, account_id) where account_id is not null;
create index oidc_entity_end on oidc_entity (expires_at);

-- What a person of the directory signs in with here. Without a password they sign in elsewhere, or not at all.
create table local_account (
  tenant_id uuid not null,
  user_id uuid not null,
  -- Argon2id, as a PHC string.
  password_hash text,
  -- Of RFC 6238, encrypted, and the last step that was used.
  totp text,
  totp_step bigint,
  -- Tokens and sessions of before do not count.
  valid_from timestamptz,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);

create table sign_in_invitation (
  tenant_id uuid not null,
  -- SHA-256 of what stands in the link.
  hash text not null,
  -- Of somebody who is there; null: of one who will be made, or of whoever opens the link and says who they are.
  user_id uuid,
  user_principal_name text,
  role_id uuid,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, hash)
);

-- Sessions of browsers.
create table sign_in_session (
  tenant_id uuid not null,
  hash text not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, hash)
);
create index sign_in_session_user on sign_in_session (tenant_id, user_id);

-- An OpenID Connect provider that vouches for people.
create table sign_in_provider (
  tenant_id uuid not null primary key,
  display_name text not null,
  issuer text not null,
  client_id text not null,
  -- Encrypted.
  secret text,
  -- Which claim finds the person: oid, upn or email.
  match text not null default 'upn'
);
-- Whom it vouched for, by its own name for them, which no change of a claim moves to somebody else.
create table sign_in_link (
  tenant_id uuid not null,
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, issuer, subject)
);
create unique index sign_in_link_user on sign_in_link (tenant_id, issuer, user_id);

-- Attempts that failed, by account and by address of origin. Nothing that must survive anything.
create unlogged table sign_in_failure (
  tenant_id uuid not null,
  key text not null,
  count int not null,
  last_at timestamptz not null,
  primary key (tenant_id, key)
);
