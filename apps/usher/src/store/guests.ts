/** Guests: people of one directory who may do something in another, and sign in there with the account that they have. */
import { sql } from 'kysely'
import type { Directory } from './directories.ts'
import { isUuid, Wrong, type Db, type Store } from './directory.ts'
import { localAccount, type LocalAccount } from './local-accounts.ts'
import { createUser, findUser, type User } from './users.ts'

type Reading = Pick<Store, 'db' | 'tenant'>
/** Somebody of one directory. */
export type Of = { readonly tenant: string; readonly userId: string }
export type Home = Of & {
  readonly directory: string
  readonly userPrincipalName: string
  readonly displayName: string | null
  readonly mail: string | null
}

const live = (alias: string) =>
  sql`${sql.ref(`${alias}.deleted_at`)} is null and ${sql.ref(`${alias}.account_enabled`)}`

/** Who is called so, in any directory but this one; guests are called otherwise. */
export async function peopleElsewhere({ db, tenant }: Reading, userPrincipalName: string): Promise<readonly Home[]> {
  const { rows } = await sql<Home>`
    select u.tenant_id as tenant, t.display_name as directory, u.id as "userId", u.user_principal_name as "userPrincipalName",
      u.attributes ->> 'displayName' as "displayName", u.attributes ->> 'mail' as mail
    from directory_user u join tenant t on t.tenant_id = u.tenant_id and t.removed_at is null
    where u.tenant_id <> ${tenant} and lower(u.user_principal_name) = ${userPrincipalName.toLowerCase()} and ${live('u')}
      and not exists (select from guest g where g.tenant_id = u.tenant_id and g.user_id = u.id)
    order by t.created_at`.execute(db)
  return rows
}

/** Makes them a guest, unless they are one. Throws `Wrong` (conflict) when they were one and were deleted. */
export async function addGuest(store: Store, home: Home, domain: string): Promise<User> {
  const { rows } = await sql<{ id: string; deleted: boolean }>`
    select g.user_id as id, u.deleted_at is not null as deleted from guest g
    join directory_user u on u.tenant_id = g.tenant_id and u.id = g.user_id
    where g.tenant_id = ${store.tenant} and g.home_tenant_id = ${home.tenant} and g.home_user_id = ${home.userId}`.execute(
    store.db,
  )
  const [known] = rows
  if (known?.deleted === true)
    throw new Wrong('conflict', `${home.userPrincipalName} was a guest and was deleted. usher user restore ${known.id}`)
  if (known !== undefined) return findUser(store, known.id, 'live')
  const name = `${home.userPrincipalName.replace('@', '_')}#EXT#@${domain}`
  const { displayName, mail } = home
  const { user } = await createUser(store, name, {
    displayName: displayName ?? home.userPrincipalName,
    userType: 'Guest',
    ...(mail !== null && { mail }),
  })
  await sql`insert into guest (tenant_id, user_id, home_tenant_id, home_user_id)
    values (${store.tenant}::uuid, ${user.id}::uuid, ${home.tenant}::uuid, ${home.userId}::uuid)
    on conflict (tenant_id, home_tenant_id, home_user_id) do update set user_id = excluded.user_id`.execute(store.db)
  // Whatever somebody signed in with between these two statements was not the account at home.
  await sql`delete from sign_in_session where tenant_id = ${store.tenant} and user_id = ${user.id}`.execute(store.db)
  return user
}

/** Whose account a guest signs in with; null: they are no guest. */
export async function homeOf({ db, tenant }: Reading, userId: string): Promise<(Of & { directory: string }) | null> {
  const { rows } = await sql<Of & { directory: string }>`
    select g.home_tenant_id as tenant, g.home_user_id as "userId", coalesce(t.display_name, 'another directory') as directory
    from guest g left join tenant t on t.tenant_id = g.home_tenant_id
    where g.tenant_id = ${tenant} and g.user_id = ${userId}::uuid`.execute(db)
  return rows[0] ?? null
}

/** `kept`: where the password is, which of a guest is their own directory, and what they are called there. */
export type Account = LocalAccount & { readonly kept: Of & { readonly name: string } }

/** What somebody signs in to this directory with, by their id or name; a guest, by either of their names. */
export async function accountIn({ db, tenant }: Reading, who: string): Promise<Account | null> {
  const own = await localAccount({ db, tenant }, who)
  if (own !== null) return { ...own, kept: { tenant, userId: own.userId, name: own.userPrincipalName } }
  const name = who.toLowerCase()
  const is = isUuid(who)
    ? sql`u.id = ${who}`
    : sql`${name} in (lower(h.user_principal_name), lower(u.user_principal_name))`
  const { rows } = await sql<LocalAccount & { kept: Account['kept'] }>`
    select u.id as "userId", u.user_principal_name as "userPrincipalName", l.password_hash as "passwordHash", l.totp,
      json_build_object('tenant', h.tenant_id, 'userId', h.id, 'name', h.user_principal_name) as kept
    from guest g join directory_user u on u.tenant_id = g.tenant_id and u.id = g.user_id and ${live('u')}
    join directory_user h on h.tenant_id = g.home_tenant_id and h.id = g.home_user_id and ${live('h')}
    join local_account l on l.tenant_id = h.tenant_id and l.user_id = h.id
    where g.tenant_id = ${tenant} and ${is} limit 2`.execute(db)
  const [guest] = rows
  // Of two who are called the same at home nobody knows which is meant; each has a name of their own here.
  return guest === undefined || rows.length > 1 ? null : guest
}

export type Membership = Pick<Directory, 'id' | 'displayName' | 'defaultDomain'> & { readonly userId: string }

/** Where a person has an account: their own directory, and those whose guest they are. */
export async function directoriesOf({ db, tenant }: Reading, userId: string): Promise<readonly Membership[]> {
  if (!isUuid(userId)) return []
  const home = (await homeOf({ db, tenant }, userId)) ?? { tenant, userId }
  const { rows } = await sql<Membership>`
    select t.tenant_id as id, t.display_name as "displayName", t.default_domain as "defaultDomain", u.id as "userId"
    from (select ${home.tenant}::uuid as tenant_id, ${home.userId}::uuid as user_id union all
      select tenant_id, user_id from guest where home_tenant_id = ${home.tenant} and home_user_id = ${home.userId}) as m
    join tenant t on t.tenant_id = m.tenant_id and t.removed_at is null
    join directory_user u on u.tenant_id = m.tenant_id and u.id = m.user_id and ${live('u')}
    order by t.created_at, t.tenant_id`.execute(db)
  return rows
}

/** Forgets who guests were who are gone for good. Of one whose own account is gone it stays known that they are a guest. */
export async function dropGuests(db: Db): Promise<void> {
  await sql`delete from guest g where not exists (select from directory_user u
    where u.tenant_id = g.tenant_id and u.id = g.user_id)`.execute(db)
}
