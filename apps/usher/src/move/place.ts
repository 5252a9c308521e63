/** Where a store is, opened for those who move it rather than work with it. */
import { openDatabase, Refusal, type Database } from '@usher/host'
import { sql } from 'kysely'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import type { Db } from '../store/directory.ts'
import type { Tables } from '../store/tables.ts'
import { shapes } from './shape.ts'

/** Of PGlite the folder `store` in the data folder; of PostgreSQL the URL, which may hold a password. */
export type Place = { readonly kind: 'pglite'; readonly folder: string } | { readonly kind: 'postgres'; readonly url: string } // prettier-ignore

export const migrations = new URL('../store/migrations/', import.meta.url)

/** `only`: as the version had it that knew no other migrations. `barred`: although a barrier stands in it. */
export async function openPlace(
  place: Place,
  how: { readonly only?: readonly string[]; readonly barred?: boolean } = {},
): Promise<Database<Tables>> {
  return openDatabase<Tables>({
    ...(place.kind === 'pglite' ? { folder: place.folder } : { url: place.url }),
    migrations,
    ...how,
  })
}

/** How a place is called where everybody may read it. */
export function nameOf(place: Place): string {
  if (place.kind === 'pglite') return place.folder
  const { hostname, port, pathname } = new URL(place.url)
  return `postgres://${hostname}${port === '' ? '' : `:${port}`}${pathname}`
}

/** The migrations that this version has. */
export async function knownMigrations(): Promise<readonly string[]> {
  return (await readdir(migrations)).filter((name) => name.endsWith('.sql')).toSorted()
}

/** Throws a `Refusal` when somebody keeps anything there. */
export async function refuseFull(db: Db, place: Place): Promise<void> {
  for (const { table } of await shapes(db)) {
    const { rows } = await sql`select from ${sql.table(table)} limit 1`.execute(db)
    if (rows.length > 0)
      throw new Refusal(`There is a store in ${nameOf(place)} already, and it is not empty. Nothing was changed.`)
  }
}

/** Throws a `Refusal` when there is a folder of a store, whatever is in it. */
export function refuseFolder(folder: string): void {
  if (existsSync(folder))
    throw new Refusal(`There is a store in ${folder} already. Move that folder away first; nothing was changed.`)
}

/** Nobody opens this store from now on, and hears why. */
export async function bar(db: Db, sentence: string): Promise<void> {
  await unbar(db)
  await sql`insert into migration (name, digest) values ('!moving', ${sentence})`.execute(db)
}

/** Whether there was anything to lift. */
export async function unbar(db: Db): Promise<boolean> {
  const { rows } = await sql`delete from migration where name = '!moving' returning name`.execute(db)
  return rows.length > 0
}
