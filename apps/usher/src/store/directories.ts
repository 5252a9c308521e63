/** The directories of a store: each has people, applications and administrators of its own. */
import { sql } from 'kysely'
import { isUuid, Wrong, type Db } from './directory.ts'

export type Directory = {
  readonly id: string
  readonly displayName: string
  /** Its verified domain: what sign-in addresses may name it by. */
  readonly defaultDomain: string
  readonly createdAt: string
}
export type Named = Pick<Directory, 'displayName' | 'defaultDomain'>

const columns = sql`tenant_id as id, display_name as "displayName", default_domain as "defaultDomain", created_at as "createdAt"`

/** The first is the one that is meant where nobody says which. */
export async function listDirectories(db: Db): Promise<readonly Directory[]> {
  const { rows } = await sql<Directory>`
    select ${columns} from tenant where removed_at is null order by created_at, tenant_id`.execute(db)
  return rows
}

/** By id, domain or name. Throws `Wrong` (notFound). */
export function findIn(directories: readonly Directory[], named: string): Directory {
  const name = named.trim().toLowerCase()
  const found =
    directories.find(({ id }) => id === name) ??
    directories.find(({ defaultDomain }) => defaultDomain.toLowerCase() === name) ??
    directories.find(({ displayName }) => displayName.toLowerCase() === name)
  if (found !== undefined) return found
  throw new Wrong('notFound', `There is no directory ${named}. usher tenant list shows them.`)
}

/** Makes an empty one. Throws `Wrong` (conflict) when a name is taken. */
export async function addDirectory(db: Db, named: Named): Promise<Directory> {
  return db.transaction().execute(async (trx) => {
    await oneAtATime(trx)
    await freeNames(trx, named)
    const { rows } = await sql<Directory>`
      insert into tenant (display_name, default_domain, key_check)
      values (${named.displayName}, ${named.defaultDomain}, (select max(key_check) from tenant)) returning ${columns}`.execute(
      trx,
    )
    const [made] = rows
    if (made === undefined) throw new Error('A directory was not made.')
    return made
  })
}

/** Throws `Wrong` (conflict) when another directory is called so. `except`: the one that is to be called so. */
export async function freeNames(
  trx: Db,
  { displayName, defaultDomain }: Partial<Named>,
  except?: string,
): Promise<void> {
  const others = (await listDirectories(trx)).filter(({ id }) => id !== except)
  // What one is called by is not what another is called by, so that a name never means two.
  const called = (name: string | undefined): Directory | undefined =>
    others.find(({ id, ...one }) =>
      [id, one.displayName, one.defaultDomain].some((own) => own.toLowerCase() === name?.toLowerCase()),
    )
  if (called(displayName) !== undefined)
    throw new Wrong('conflict', `There is a directory ${displayName} already. Choose another name.`)
  const taken = called(defaultDomain)
  if (taken !== undefined)
    throw new Wrong('conflict', `${defaultDomain} is the domain of ${taken.displayName}. Choose another domain.`)
}

/** Those who make, name or remove directories do it one after the other. */
export async function oneAtATime(trx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('usher tenant'))`.execute(trx)
}

/** Whether it is there, and not being removed. */
export async function isThere(db: Db, tenant: string): Promise<boolean> {
  if (!isUuid(tenant)) return false
  const { rows } = await sql`select from tenant where tenant_id = ${tenant} and removed_at is null`.execute(db)
  return rows.length > 0
}
