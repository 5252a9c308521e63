/** For commands that work with a store themselves, while no service does. */
import type { Command } from 'commander'
import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import type { Place } from '../../move/place.ts'
import { Failed } from '../client.ts'
import { outOf, plural, type Out } from '../print.ts'

type Here = { readonly out: Out; readonly folder: string; readonly actor: string }

/** Holds the data folder meanwhile. A `Refusal` becomes a `Failed`. */
export async function inPlace(program: Command, work: (here: Here) => Promise<void>): Promise<void> {
  const folder = join(resolve(program.opts<{ data: string }>().data), 'usher')
  // Loaded only when it is needed: that takes longer than most commands.
  const { holdFolder, Refusal } = await import('@usher/host')
  try {
    const hold = await holdFolder(folder, 'Usher')
    try {
      await work({ out: outOf(program), folder, actor: `cli:${userInfo().username}` })
    } finally {
      await hold.release()
    }
  } catch (error) {
    if (error instanceof Refusal) throw new Failed(error.message, error.exitCode)
    throw error
  }
}

/** The PostgreSQL that is named, else the store in the data folder. */
export function placeHere(folder: string, databaseUrl: string | undefined = process.env['DATABASE_URL']): Place {
  if (databaseUrl === undefined || databaseUrl === '') return { kind: 'pglite', folder: join(folder, 'store') }
  return { kind: 'postgres', url: checkedUrl(databaseUrl) }
}

/** Throws `Failed` for what is no address of PostgreSQL; never repeats it, since it may hold a password. */
export function checkedUrl(text: string): string {
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return text
  throw new Failed('That is no address of a PostgreSQL database: postgres://user:password@host/database', 2)
}

/** Tells on standard error how many rows of which table are there, on a terminal only. */
export function rowsTold(out: Out): { at(table: string, rows: number): void; end(): void } {
  const quiet = out.json || !process.stderr.isTTY
  let last = 0
  const clear = '\r\u001b[2K'
  return {
    at(table, rows) {
      if (quiet || Date.now() - last < 100) return
      last = Date.now()
      process.stderr.write(`${clear}${table}: ${plural(rows, 'row')}`)
    },
    end() {
      if (!quiet) process.stderr.write(clear)
    },
  }
}
