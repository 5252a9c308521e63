import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { Refusal } from './run.ts'

type Session = {
  exec(sql: string): Promise<void>
  rows(sql: string, parameters: unknown[]): Promise<readonly Record<string, unknown>[]>
}

type Which = {
  readonly only?: readonly string[] | undefined
  readonly barred?: boolean
  readonly known?: boolean
}

const lock = 7211704 // any number, the same in every process that migrates

/** What begins the name of a row that is no migration: nobody opens this store, and the other column says why. */
export const barrier = '!'

/**
 * Applies the numbered `.sql` files of `folder` that this store has not seen, each in a transaction of its own.
 *
 * `only`: no file but these. `barred`: also a store that is closed by a barrier. `known`: nothing is made where there is none yet.
 *
 * Throws a `Refusal` when the store is not there although it is known, or was written by a newer version, an applied file was changed afterwards, or a barrier
 * stands in it.
 */
export async function migrate(
  session: Session,
  folder: URL,
  { only, barred = false, known = false }: Which = {},
): Promise<void> {
  const all = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  const files = only === undefined ? all : all.filter((name) => only.includes(name))
  await session.rows('select pg_advisory_lock($1)', [lock])
  try {
    if (known && (await session.rows("select to_regclass('migration') is null as none", []))[0]?.['none'] === true)
      throw new Refusal('There is no store in this database yet. Check --database-url (or DATABASE_URL).', 3)
    await session.exec(
      'create table if not exists migration (name text primary key, digest text not null, applied_at timestamptz not null default now())',
    )
    const seen = new Map(
      (await session.rows('select name, digest from migration', [])).map(({ name, digest }) => [
        text(name),
        text(digest),
      ]),
    )
    for (const [name, sentence] of seen) {
      if (!name.startsWith(barrier)) continue
      if (!barred) throw new Refusal(sentence)
      seen.delete(name)
    }
    const unknown = [...seen.keys()].find((name) => !files.includes(name))
    if (unknown !== undefined) {
      throw new Refusal(`The store was written by a newer version (it has ${unknown}). Start that version instead.`)
    }
    for (const file of files) {
      const sql = await readFile(new URL(file, folder), 'utf8')
      const digest = createHash('sha256').update(sql).digest('hex')
      const before = seen.get(file)
      if (before !== undefined && before !== digest) {
        throw new Refusal(`The migration ${file} was changed after it had been applied. Add a new file instead.`)
      }
      if (before === undefined) {
        await whole(session, `${sql}; insert into migration (name, digest) values ('${file}', '${digest}')`)
      }
    }
  } finally {
    await session.rows('select pg_advisory_unlock($1)', [lock])
  }
}

/** All of it or nothing; the error is the statement's own. */
async function whole(session: Session, sql: string): Promise<void> {
  try {
    await session.exec(`begin; ${sql}; commit`)
  } catch (error) {
    await session.exec('rollback')
    throw error
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
