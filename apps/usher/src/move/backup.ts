/**
 * A backup: the header as one line of text, then zstd over lines of JSON.
 *
 * `{"table", "columns"}` begins a table, `[…]` is a row of it with its values as PostgreSQL writes them, and `{"end", "before"}`
 * says at last how many rows each table has and what they are, and the SHA-256 of everything before it: the end of a zstd
 * stream is not checked by Node when the last bytes are missing.
 */
import { createHash } from 'node:crypto'
import { Readable, pipeline } from 'node:stream'
import { constants, createZstdCompress } from 'node:zlib'
import type { Db } from '../store/directory.ts'
import { printHeader, type Header } from './header.ts'
import { rowsOf, snapshot, type Snapshot } from './rows.ts'
import { migrationsOf, shapes } from './shape.ts'
import { tally, type Tally } from './tally.ts'

export type End = { readonly end: Readonly<Record<string, Tally>>; readonly before: string }

/** The bytes of a backup of one moment; memory does not grow with the store. */
export async function* backup(
  db: Db,
  about: Omit<Header, 'format' | 'version' | 'migrations'>,
): AsyncGenerator<Uint8Array> {
  const at = await snapshot(db)
  try {
    const head = printHeader({ ...about, migrations: [...(await migrationsOf(at.db))] })
    yield Buffer.from(`${head}\n`)
    const packed = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } })
    // A failure of the one is a failure of the other, which is read below.
    pipeline(Readable.from(lines(at, head), { objectMode: false }), packed, () => undefined)
    for await (const piece of packed) yield piece as Uint8Array
  } finally {
    await at.close()
  }
}

async function* lines(at: Snapshot, head: string): AsyncGenerator<string> {
  const end: Record<string, Tally> = {}
  const before = createHash('sha256').update(`${head}\n`)
  const said = (text: string): string => (before.update(text), text)
  for (const shape of await shapes(at.db)) {
    yield said(`${JSON.stringify({ table: shape.table, columns: shape.columns.map(({ name }) => name) })}\n`)
    const count = tally()
    for await (const page of rowsOf(at, shape)) {
      count.add(page)
      yield said(`${page.join('\n')}\n`)
    }
    end[shape.table] = count.end()
  }
  yield `${JSON.stringify({ end, before: before.digest('hex') } satisfies End)}\n`
}
