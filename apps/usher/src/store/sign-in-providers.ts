/** The OpenID Connect provider that vouches for people of a directory, and for whom it has. */
import { sql } from 'kysely'
import { brokenIndex, isUuid, Wrong, type Store } from './directory.ts'
import type { Keys } from './secrets.ts'

type Reading = Pick<Store, 'db' | 'tenant'>
export const matches = ['oid', 'upn', 'email'] as const
export type SignInProvider = {
  readonly displayName: string
  readonly issuer: string
  readonly clientId: string
  /** Which claim finds a person at their first sign-in. */
  readonly match: (typeof matches)[number]
}

export async function signInProvider({
  db,
  tenant,
}: Reading): Promise<(SignInProvider & { readonly hasSecret: boolean }) | null> {
  const { rows } = await sql<SignInProvider & { hasSecret: boolean }>`
    select display_name as "displayName", issuer, client_id as "clientId", match, secret is not null as "hasSecret"
    from sign_in_provider where tenant_id = ${tenant}`.execute(db)
  return rows[0] ?? null
}

export async function providerSecret({ db, tenant }: Reading, keys: Keys): Promise<string | null> {
  const row = await db
    .selectFrom('sign_in_provider')
    .select('secret')
    .where('tenant_id', '=', tenant)
    .executeTakeFirst()
  const sealed = row?.secret ?? null
  return sealed === null ? null : keys.decrypt(sealed)
}

/** `secret` undefined: the one that is there stays, unless the issuer is another. */
export async function saveSignInProvider(
  { db, tenant }: Reading,
  keys: Keys,
  { displayName, issuer, clientId, match, secret }: SignInProvider & { readonly secret?: string | undefined },
): Promise<void> {
  const sealed = secret === undefined ? null : keys.encrypt(secret)
  await sql`
    insert into sign_in_provider as p (tenant_id, display_name, issuer, client_id, match, secret)
    values (${tenant}::uuid, ${displayName}, ${issuer}, ${clientId}, ${match}, ${sealed})
    on conflict (tenant_id) do update set display_name = excluded.display_name, issuer = excluded.issuer, client_id = excluded.client_id,
      match = excluded.match, secret = coalesce(excluded.secret, case when p.issuer = excluded.issuer then p.secret end)`.execute(
    db,
  )
}

/** True when there was one. What it vouched for is kept, for when it comes back. */
export async function removeSignInProvider({ db, tenant }: Reading): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('sign_in_provider').where('tenant_id', '=', tenant).executeTakeFirst()
  return numDeletedRows > 0n
}

/** Whom an issuer means by its own name for them; null: it never vouched for anybody by that name. */
export async function linkedUser({ db, tenant }: Reading, issuer: string, subject: string): Promise<string | null> {
  const row = await db
    .selectFrom('sign_in_link')
    .select('user_id')
    .where('tenant_id', '=', tenant)
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.user_id ?? null
}

/** Throws `Wrong` (conflict) when the issuer knows the person by another name already, or that name is somebody else's. */
export async function linkUser({ db, tenant }: Reading, user: string, issuer: string, subject: string): Promise<void> {
  try {
    await db.insertInto('sign_in_link').values({ tenant_id: tenant, issuer, subject, user_id: user }).execute()
  } catch (error) {
    if (brokenIndex(error) === null) throw error
    throw new Wrong(
      'conflict',
      'This account is linked with another one there. An administrator can change that: usher sign-in-provider link.',
    )
  }
}

/** Says anew by which name the issuer knows somebody. */
export async function relinkUser(
  { db, tenant }: Reading,
  user: string,
  issuer: string,
  subject: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`delete from sign_in_link where tenant_id = ${tenant} and issuer = ${issuer} and (user_id = ${user} or subject = ${subject})`.execute(
      trx,
    )
    await linkUser({ db: trx, tenant }, user, issuer, subject)
  })
}

/** `hasMore`: a directory role, or a client or application that they own. */
type Candidate = { readonly id: string; readonly userPrincipalName: string; readonly hasMore: boolean }

/** People whom a claim may mean, who are not deleted nor disabled; more than one is nobody. */
export async function candidates(
  { db, tenant }: Reading,
  by: SignInProvider['match'],
  value: string,
): Promise<readonly Candidate[]> {
  if (by === 'oid' && !isUuid(value)) return []
  const is = {
    oid: sql`u.id = ${value}`,
    upn: sql`lower(u.user_principal_name) = ${value.toLowerCase()}`,
    email: sql`lower(u.attributes ->> 'mail') = ${value.toLowerCase()}`,
  }[by]
  const { rows } = await sql<Candidate>`
    select u.id, u.user_principal_name as "userPrincipalName", exists (select from owner o where o.tenant_id = u.tenant_id and o.owner_id = u.id and o.owned_type <> 'group')
      or exists (select from role_assignment r where r.tenant_id = u.tenant_id and (r.principal_id = u.id
      or r.principal_id in (select m.group_id from group_member m where m.tenant_id = u.tenant_id and m.member_id = u.id))) as "hasMore"
    from directory_user u where u.tenant_id = ${tenant} and ${is} and u.deleted_at is null and u.account_enabled limit 2`.execute(
    db,
  )
  return rows
}
