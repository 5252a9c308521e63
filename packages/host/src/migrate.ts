import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { Refusal } from './run.ts'

type Session = {
  exec(sql: string): Promise<void>
  rows(sql: string, parameters: unknown[]): Promise<readonly Record<string, unknown>[]>
}

const lock = 7211704 // any number, the same in every process that migrates

/**
 * Applies the numbered `.sql` files of `folder` that this store has not seen, each in a transaction of its own.
 *
 * Throws a `Refusal` when the store was written by a newer version, or an applied file was changed afterwards.
 */
export async function migrate(session: Session, folder: URL): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  await session.rows('select pg_advisory_lock($1)', [lock])
  try {
    await session.exec(
      'create table if not exists migration (name text primary key, digest text not null, applied_at timestamptz not null default now())',
    )
    const seen = new Map(
      (await session.rows('select name, digest from migration', [])).map(({ name, digest }) => [
        text(name),
        text(digest),
      ]),
    )
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
