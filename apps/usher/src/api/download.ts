/** Files that are printed while they are read, however long they are. */
import type { FastifyReply } from 'fastify'
import { Readable } from 'node:stream'
import { zip } from './zip.ts'

/** Lines that are in memory at once. */
export const pageSize = 500

export type Printed<T> = {
  readonly pages: AsyncIterable<readonly T[]>
  /** Called once with nothing when there are no pages. */
  readonly print: (page: readonly T[], isFirst: boolean) => string
  readonly ends?: string
}

/** Pages as one file. What goes wrong in the middle breaks the answer off, so that nobody takes a part for the whole. */
export function download<T>(reply: FastifyReply, name: string, printed: Printed<T>): FastifyReply {
  const type = name.endsWith('.json') ? 'application/json; charset=utf-8' : 'text/csv; charset=utf-8'
  return sent(reply, { name, type }, partsOf(printed))
}

/** The same of several files, as one archive. */
export function downloadAll<T>(
  reply: FastifyReply,
  name: string,
  files: Readonly<Record<string, Printed<T>>>,
): FastifyReply {
  const packed = Object.entries(files).map(([of, printed]) => ({ name: of, parts: partsOf(printed) }))
  return sent(reply, { name, type: 'application/zip' }, zip(packed))
}

async function* partsOf<T>({ pages, print, ends = '' }: Printed<T>): AsyncGenerator<string> {
  let isFirst = true
  for await (const page of pages) {
    yield print(page, isFirst)
    isFirst = false
  }
  if (isFirst) yield print([], true)
  yield ends
}

function sent(
  reply: FastifyReply,
  { name, type }: { readonly name: string; readonly type: string },
  parts: AsyncIterable<string | Buffer>,
): FastifyReply {
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(Readable.from(parts, { objectMode: false }))
}

/** Values as one list in JSON, without a blank. */
export function jsonList(page: readonly unknown[], isFirst: boolean): string {
  const values = page.map((value) => JSON.stringify(value)).join(',')
  return `${isFirst ? '[' : ','}${values}`
}
