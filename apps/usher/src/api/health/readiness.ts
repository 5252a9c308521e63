import { sql } from 'kysely'
import { readdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../context.ts'

const patience = 2000
const migrations = new URL('../../store/migrations/', import.meta.url)

/** Why this process cannot work now, as a sentence; null when it can. */
export async function readiness({ house: { store, ending }, running }: Context): Promise<string | null> {
  if (ending.aborted || !running()) return 'Usher is ending.'
  const late = new AbortController()
  try {
    return await Promise.race([
      applied(store.db),
      sleep(patience, 'The store does not answer within two seconds.', { signal: late.signal, ref: false }),
    ])
  } catch (error) {
    return `The store cannot be reached (${(error as { code?: string }).code ?? 'no code'}).`
  } finally {
    late.abort()
  }
}

/** Migrations are done at the start; a newer version that did its own meanwhile wants this one to end. */
async function applied(db: Context['house']['store']['db']): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`select name from migration`.execute(db)
  const done = new Set(rows.map(({ name }) => name))
  const files = (await readdir(migrations)).filter((name) => name.endsWith('.sql'))
  const missing = files.find((name) => !done.has(name))
  if (missing !== undefined) return `The store lacks ${missing}. Start Usher again.`
  const newer = [...done].find((name) => !files.includes(name))
  return newer === undefined ? null : `A newer version has changed the store (${newer}). Start that version instead.`
}
