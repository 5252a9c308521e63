/** A backup as it is read again: its header, then its rows, checked against what its end says. */
import { Refusal } from '@usher/host'
import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createZstdDecompress } from 'node:zlib'
import type { End } from './backup.ts'
import { readHeader, type Header } from './header.ts'
import { tally, type Tally } from './tally.ts'

export type Piece = { readonly table: string; readonly columns: readonly string[]; readonly rows: readonly string[] }
export type Backup = {
  readonly header: Header
  /** Its rows in pages, each table at least once. */
  pieces(): AsyncGenerator<Piece>
  close(): Promise<void>
}

/** Bytes within which the first line ends. */
const longestHeader = 64 * 1024
const pageSize = 500

/** `known`: the migrations of this version. Reads it once to its end. Throws a `Refusal` when there is no such file, it is no backup that this version can read, or anything is missing or another. */
export async function openBackup(file: string, known: readonly string[]): Promise<Backup> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new Refusal(`${file} cannot be read (${error.code ?? error.message}).`, 2)
  })
  try {
    const head = await firstLine(handle)
    const header = readHeader(head, file, known)
    for await (const _ of pieces(handle, head, file)) continue
    return { header, pieces: () => pieces(handle, head, file), close: () => handle.close() }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function firstLine(handle: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(longestHeader), 0, longestHeader, 0)
  const text = buffer.subarray(0, bytesRead)
  const end = text.indexOf(0x0a)
  return text.subarray(0, Math.max(0, end)).toString('utf8')
}

async function* pieces(handle: FileHandle, head: string, file: string): AsyncGenerator<Piece> {
  const counted = new Map<string, ReturnType<typeof tally>>()
  let at = { table: '', columns: [] as readonly string[] }
  let rows: string[] = []
  let end: End | null = null
  const before = createHash('sha256').update(`${head}\n`)
  const page = (): Piece => {
    const piece = { ...at, rows }
    counted.get(at.table)?.add(rows)
    rows = []
    return piece
  }
  for await (const line of unpacked(handle, head, file)) {
    if (end !== null) throw new Refusal(`${file} is damaged: something follows its end. Nothing was restored.`)
    if (!line.startsWith('{"end"')) before.update(`${line}\n`)
    if (line.startsWith('[')) {
      rows.push(line)
      if (rows.length === pageSize) yield page()
      continue
    }
    if (at.table !== '') yield page()
    const said = parsed(line, file)
    if ('end' in said) {
      end = said
      at = { table: '', columns: [] }
      continue
    }
    at = said
    counted.set(at.table, tally())
  }
  const found = Object.fromEntries([...counted].map(([table, count]) => [table, count.end()]))
  if (end === null) throw new Refusal(`${file} ends too early: it is not the whole backup. Nothing was restored.`)
  const wrong = differing(end.end, found) ?? (end.before === before.digest('hex') ? null : 'something of it')
  if (wrong !== null) throw new Refusal(`${file} is damaged: ${wrong} is not as it was written. Nothing was restored.`)
}

function parsed(line: string, file: string): { table: string; columns: readonly string[] } | End {
  try {
    return JSON.parse(line) as ReturnType<typeof parsed>
  } catch {
    throw new Refusal(`${file} is damaged. Nothing was restored.`)
  }
}

/** The first table that is not as it was. */
export function differing(
  expected: Readonly<Record<string, Tally>>,
  found: Readonly<Record<string, Tally>>,
): string | null {
  const all = [...new Set([...Object.keys(expected), ...Object.keys(found)])]
  const wrong = all.find((table) => {
    const [one, other] = [expected[table], found[table]]
    return one?.rows !== other?.rows || one?.digest !== other?.digest
  })
  return wrong === undefined ? null : `the table ${wrong}`
}

async function* unpacked(handle: FileHandle, head: string, file: string): AsyncGenerator<string> {
  const source = handle.createReadStream({ start: Buffer.byteLength(head) + 1, autoClose: false })
  const text = createZstdDecompress()
  pipeline(source, text, () => undefined)
  let rest = ''
  const decoder = new TextDecoder()
  try {
    for await (const piece of text) {
      const lines = (rest + decoder.decode(piece as Uint8Array, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (error) {
    if (error instanceof Refusal || !isOfZlib(error)) throw error
    throw new Refusal(`${file} is damaged or not whole (${(error as Error).message}). Nothing was restored.`)
  }
  if (rest !== '') throw new Refusal(`${file} ends too early: it is not the whole backup. Nothing was restored.`)
}

function isOfZlib(error: unknown): boolean {
  return /^(ZSTD|Z_|ERR_ZSTD)|_error_/i.test((error as { code?: string }).code ?? '')
}
