import { pipeline, Readable } from 'node:stream'
import { nearest } from '@usher/engine'
import { CsvError, parse } from 'csv-parse'
import { decode } from './decode.ts'
import { CsvProblem } from './problem.ts'
import { recogniseEncoding, recogniseHeader } from './recognise.ts'
import type { Encoding, RecognisedEncoding, RecognisedHeader, Separator } from './recognise.ts'

export type CsvOptions = {
  /** The columns that must be there. */
  readonly required: readonly string[]
  /** How many rows are given at once. */
  readonly batch?: number
}

/** `line`: where the row begins in the file; `row`: the number of the data row. Both count from 1. */
export type CsvRow = {
  readonly line: number
  readonly row: number
  readonly record: Readonly<Record<string, string>>
}

export type Recognised = {
  readonly encoding: Encoding
  readonly bom: boolean
  readonly separator: Separator
  readonly columns: readonly string[]
}

export type Csv = { readonly recognised: Recognised; readonly batches: AsyncIterable<readonly CsvRow[]> }

// Enough to see the header. A row longer than a mebibyte is a quotation mark that was never closed.
const headLength = 64 * 1024
const longestRow = 1024 * 1024

/**
 * Reads a CSV file row by row, in flat memory, and says what it recognised.
 *
 * Throws one `CsvProblem` that names line and column, either at once (encoding, header) or while the batches are read.
 */
export async function readCsv(bytes: AsyncIterable<Uint8Array>, options: CsvOptions): Promise<Csv> {
  const iterator = bytes[Symbol.asyncIterator]()
  try {
    const head = await take(iterator, headLength)
    const encoding = recogniseEncoding(head)
    const header = recogniseHeader(lenient(head, encoding))
    const records = parsed(decode(chain(head, iterator), encoding), header)
    const first = await records.next()
    if (first.done === true) throw new CsvProblem('The file is empty.', { line: 1, column: 1 })
    const columns = first.value.fields.map((name) => name.trim())
    checkColumns(columns, options.required)
    const recognised = { encoding: encoding.encoding, bom: encoding.bom, separator: header.separator, columns }
    return { recognised, batches: rows(records, columns, options.batch ?? 1_000) }
  } catch (fault) {
    // Nobody will read on, so the file is let go.
    await iterator.return?.()
    throw fault
  }
}

async function take(iterator: AsyncIterator<Uint8Array>, length: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  while (size < length) {
    const { done, value } = await iterator.next()
    if (done === true) break
    chunks.push(value)
    size += value.length
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
}

async function* chain(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield head
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

function lenient(head: Uint8Array, { encoding, skip }: RecognisedEncoding): string {
  return new TextDecoder(encoding.toLowerCase()).decode(head.subarray(skip, headLength))
}

type Raw = { readonly line: number; readonly fields: readonly string[] }

async function* parsed(text: AsyncIterable<string>, header: RecognisedHeader): AsyncGenerator<Raw, void, undefined> {
  let next = 1
  const lines: number[] = []
  let columns: readonly string[] = []
  const parser = parse({
    delimiter: header.separator,
    record_delimiter: [...header.recordDelimiter],
    relax_column_count: true,
    max_record_size: longestRow,
    // Called while parsing, so that the place of a fault is known although rows before it still wait to be read.
    // The parser's own count takes CRLF inside a value for two lines.
    on_record: (fields: string[]): string[] | null => {
      const line = next
      next += 1 + fields.reduce((sum, field) => sum + lineEnds(field), 0)
      if (fields.length === 1 && fields[0] === '') return null
      if (columns.length === 0) columns = fields
      lines.push(line)
      return fields
    },
  })
  // A fault of either side ends the iteration below.
  pipeline(Readable.from(text), parser, () => {})
  try {
    for await (const fields of parser) yield { line: lines.shift() ?? next, fields: fields as string[] }
  } catch (fault) {
    throw fault instanceof CsvError ? quoting(fault, next, columns) : fault
  }
}

function lineEnds(field: string): number {
  return field.includes('\n') || field.includes('\r') ? (field.match(/\r\n|\n|\r/g)?.length ?? 0) : 0
}

// What the parser calls a fault, in words. The line told is the one in which the row begins.
const faults: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'A quotation mark that opens in this row is never closed.',
  CSV_MAX_RECORD_SIZE: 'This row does not end; a quotation mark in it is probably never closed.',
  CSV_INVALID_CLOSING_QUOTE: 'After a closing quotation mark comes a separator; inside a value write two: "".',
  INVALID_OPENING_QUOTE: 'A quotation mark stands inside a value; put the whole value in quotation marks and write "".',
}

// Every other code is about options, not about files.
function quoting(error: CsvError, line: number, columns: readonly string[]): Error {
  const what = faults[error.code]
  if (what === undefined) return error
  const index = typeof error['column'] === 'number' ? error['column'] : 0
  return new CsvProblem(what, { line, column: columns[index]?.trim() ?? index + 1 })
}

function checkColumns(columns: readonly string[], required: readonly string[]): void {
  const twice = columns.find((name, i) => name !== '' && columns.indexOf(name) < i)
  if (twice !== undefined) {
    const places = `${columns.indexOf(twice) + 1} and ${columns.lastIndexOf(twice) + 1}`
    throw new CsvProblem(`The column "${twice}" occurs more than once, as number ${places}.`, {
      line: 1,
      column: twice,
    })
  }
  const missing = required.filter((name) => !columns.includes(name))
  const [first] = missing
  if (first === undefined) return
  const near = nearest(
    first,
    columns.filter((name) => !required.includes(name)),
  )
  const meant = near === undefined ? '' : ` The nearest is "${near}".`
  const others = missing.length === 1 ? '' : ` Missing too: ${missing.slice(1).join(', ')}.`
  const alone =
    columns.length === 1 ? ' The header has one column only; separate columns by comma, semicolon or tab.' : ''
  throw new CsvProblem(`The file has no column "${first}".${meant}${others}${alone}`, { line: 1, column: first })
}

async function* rows(
  records: AsyncIterable<Raw>,
  columns: readonly string[],
  size: number,
): AsyncGenerator<readonly CsvRow[], void, undefined> {
  let batch: CsvRow[] = []
  let row = 0
  for await (const { line, fields } of records) {
    row++
    if (fields.length !== columns.length) throw wrongLength(line, fields.length, columns)
    const record: Record<string, string> = {}
    for (let i = 0; i < columns.length; i++) record[columns[i] ?? ''] = fields[i] ?? ''
    batch.push({ line, row, record })
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function wrongLength(line: number, count: number, columns: readonly string[]): CsvProblem {
  const many = count > columns.length
  const cause = many ? ' A value that holds the separator must stand in quotation marks.' : ''
  const column = columns[Math.min(count, columns.length) - (many ? 1 : 0)] ?? count
  const fields = count === 1 ? 'field' : 'fields'
  return new CsvProblem(`This row has ${count} ${fields}, the header has ${columns.length}.${cause}`, { line, column })
}
