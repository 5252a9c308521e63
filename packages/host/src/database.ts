import type { PGlite } from '@electric-sql/pglite'
import { Kysely, PostgresDialect, type LogEvent } from 'kysely'
import { Client, Pool, types, type PoolClient } from 'pg'
import { migrate } from './migrate.ts'
import { namingClient } from './naming-client.ts'
import { madeWhole, newStore } from './new-store.ts'
import { pgliteDialect } from './pglite-dialect.ts'
import { Refusal } from './run.ts'

// Statements are short and meet few rows, which lie in memory or on a disk without a head; compiling them costs more
// than running them.
const settings = ['random_page_cost=1.1', 'jit=off']

export type Database<T> = { readonly db: Kysely<T>; readonly kind: 'pglite' | 'postgres'; close(): Promise<void> }

const timestamptz = 1184
const int8 = 20
const toInstant = (text: string): string => new Date(text).toISOString()

/**
 * Opens the store and brings its tables up to date.
 *
 * With `url` a PostgreSQL server; else PGlite in `folder`, or in memory when there is no folder. The caller holds the
 * folder (`holdFolder`). In rows a `timestamptz` is ISO 8601 text in UTC and an `int8` a number. When the disk is
 * full, `onFatal` is called once with a sentence (the default prints it and exits with 74): PGlite spins for ever on
 * the next statement, so none may follow.
 */
export async function openDatabase<T>(options: {
  url?: string | undefined
  folder?: string | undefined
  migrations: URL
  /** The migrations that are applied; default: all. */
  only?: readonly string[]
  /** Opens a store that is closed by a barrier, too (see `migrate`). */
  barred?: boolean
  /** Opens a store that is there, and makes none. */
  known?: boolean
  /** How long a statement of PostgreSQL may take, in milliseconds. Default: as long as it takes. */
  statementTimeout?: number
  onFatal?: (sentence: string) => void
  /** Told how long each statement took, in seconds, and whether it was answered by a result. */
  onStatement?: OnStatement
}): Promise<Database<T>> {
  const fatal = watchFatal(options.onFatal ?? exit)
  if (options.url !== undefined) return openPostgres<T>(options.url, options, fatal)
  const pglite = await openPglite(options.folder)
  try {
    await migrate(
      {
        exec: async (sql) => void (await pglite.exec(sql)),
        rows: async (sql, parameters) => (await pglite.query<Record<string, unknown>>(sql, parameters)).rows,
      },
      options.migrations,
      options,
    )
  } catch (error) {
    await pglite.close()
    throw error
  }
  for (const setting of settings) await pglite.exec(`set ${setting}`)
  const db = new Kysely<T>({ dialect: pgliteDialect(pglite, fatal), log: (event) => heard(event, options.onStatement) })
  return { db, kind: 'pglite', close: () => (pglite.closed ? Promise.resolve() : db.destroy()) }
}

async function openPglite(folder: string | undefined): Promise<PGlite> {
  const { PGlite } = await import('@electric-sql/pglite')
  const parsers = { [timestamptz]: toInstant, [int8]: Number }
  try {
    if (folder === undefined) return await PGlite.create({ parsers, ...(await beginning()) })
    return await madeWhole(folder, async (isNew) =>
      PGlite.create({ dataDir: folder, parsers, ...(isNew && (await beginning())) }),
    )
  } catch (error) {
    throw new Refusal(
      `Cannot open the embedded store in ${folder ?? 'memory'}${said(error)}. ` +
        'Is the disk full, or the folder from another version? Nothing was changed.',
    )
  }
}

async function beginning(): Promise<{ readonly loadDataDir?: Blob }> {
  const files = await newStore()
  return files === undefined ? {} : { loadDataDir: files }
}

/** PGlite's file system throws errors that have a number and no message. */
function said(error: unknown): string {
  const message = (error as Partial<Error>).message
  return message === undefined || message === '' ? '' : `: ${message}`
}

async function openPostgres<T>(
  url: string,
  {
    migrations,
    statementTimeout = 0,
    onStatement,
    ...which
  }: {
    readonly migrations: URL
    readonly only?: readonly string[]
    readonly barred?: boolean
    readonly known?: boolean
    readonly statementTimeout?: number
    readonly onStatement?: OnStatement
  },
  fatal: (error: unknown) => void,
): Promise<Database<T>> {
  const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
    oid === timestamptz ? toInstant : oid === int8 ? Number : types.getTypeParser(oid, format)) as never
  const pool = new Pool({
    connectionString: url,
    max: 10,
    types: { getTypeParser },
    Client: namingClient(Client),
    options: [...settings, `statement_timeout=${statementTimeout}`].map((setting) => `-c ${setting}`).join(' '),
  })
  pool.on('error', () => undefined) // an idle connection broke; the next query opens another
  // One that breaks between two statements of a transaction would end the process; the next statement tells of it.
  pool.on('connect', (client) => client.on('error', () => undefined))
  let client: PoolClient
  try {
    client = await pool.connect()
  } catch (error) {
    await pool.end()
    throw new Refusal(`Cannot connect to PostgreSQL: ${reason(error)}. Check --database-url (or DATABASE_URL).`)
  }
  try {
    await client.query('set statement_timeout = 0') // a migration takes as long as it takes
    await migrate(
      {
        exec: async (sql) => void (await client.query(sql)),
        rows: async (sql, parameters) => (await client.query<Record<string, unknown>>(sql, parameters)).rows,
      },
      migrations,
      which,
    )
    await client.query('reset statement_timeout')
    client.release()
  } catch (error) {
    client.release()
    await pool.end()
    throw error
  }
  const db = new Kysely<T>({
    dialect: new PostgresDialect({ pool }),
    log: (event) => {
      heard(event, onStatement)
      if (event.level === 'error') fatal(event.error)
    },
  })
  return { db, kind: 'postgres', close: () => db.destroy() }
}

type OnStatement = (seconds: number, ended: 'result' | 'error') => void

function heard({ queryDurationMillis, level }: LogEvent, onStatement: OnStatement | undefined): void {
  onStatement?.(queryDurationMillis / 1000, level === 'query' ? 'result' : 'error')
}

/** Recognises the errors after which no statement may follow: a full disk (53100) and PANIC. */
function watchFatal(onFatal: (sentence: string) => void): (error: unknown) => void {
  let told = false
  return (error) => {
    const { code, severity, message } = error as { code?: string; severity?: string; message?: string }
    if (told || !(code === '53100' || severity === 'PANIC' || /No space left on device/.test(message ?? ''))) return
    told = true
    onFatal(`The store cannot be written: ${message ?? code}. Free disk space, then start again; nothing is damaged.`)
  }
}

function exit(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
  process.exit(74)
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map((one) => (one as Error).message).join('; ')
  return (error as Error).message
}
