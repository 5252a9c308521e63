/** Files that are printed while they are read, however long they are. */
import type { FastifyReply } from 'fastify'
import { Readable } from 'node:stream'

/** Lines that are in memory at once. */
export const pageSize = 500

/** Pages as one file. What goes wrong in the middle breaks the answer off, so that nobody takes a part for the whole. */
export function download<T>(
  reply: FastifyReply,
  name: string,
  {
    pages,
    print,
    ends = '',
  }: {
    readonly pages: AsyncIterable<readonly T[]>
    /** Called once with nothing when there are no pages. */
    readonly print: (page: readonly T[], isFirst: boolean) => string
    readonly ends?: string
  },
): FastifyReply {
  async function* parts(): AsyncGenerator<string> {
    let isFirst = true
    for await (const page of pages) {
      yield print(page, isFirst)
      isFirst = false
    }
    if (isFirst) yield print([], true)
    yield ends
  }
  return reply
    .type(name.endsWith('.json') ? 'application/json; charset=utf-8' : 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(Readable.from(parts(), { objectMode: false }))
}

/** Values as one list in JSON, without a blank. */
export function jsonList(page: readonly unknown[], isFirst: boolean): string {
  const values = page.map((value) => JSON.stringify(value)).join(',')
  return `${isFirst ? '[' : ','}${values}`
}
