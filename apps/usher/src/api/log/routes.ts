import { reasonOfScope, type Exchange, type OutOfScope } from '@usher/engine'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { asCurl } from '../../connectors/scim/curl.ts'
import { Wrong } from '../../store/directory.ts'
import { credentials } from '../../store/jobs.ts'
import { leftOut } from '../../store/left-out.ts'
import { countLog, mostCounted } from '../../store/log-find.ts'
import { cursorOf } from '../../store/log-question.ts'
import { logPages, readLog, type LogLine } from '../../store/log-read.ts'
import type { Context } from '../context.ts'
import { download, downloadAll, jsonList, pageSize } from '../download.ts'
import { csvFiles, type Print } from './csv.ts'
import { questionMembers, questionOf } from './question.ts'

const shown = {
  /** With each request as a curl command. */
  curl: z.stringbool().default(false),
  /** With the bodies of requests and answers. */
  bodies: z.stringbool().default(false),
  /** With how many there are. */
  count: z.stringbool().default(false),
  limit: z.coerce.number().int().min(1).max(5000).default(50),
}
const files: Readonly<Record<string, Print>> = { ...csvFiles, 'ProvisioningLogs.json': jsonList }
/** The three files that Entra's download has, together. */
const archive = 'ProvisioningLogs.zip'

export function logRoutes(app: FastifyInstance, { house }: Context): void {
  const { store } = house
  const asked = z.strictObject(questionMembers(house.now))
  const page = asked.extend(shown)

  app.get('/usher/log', async (request) => {
    const { curl, bodies, count, limit, ...rest } = page.parse(request.query)
    const question = await questionOf(store, rest)
    const lines = await readLog(store, { ...question, limit, bodies: curl || bodies })
    const last = lines.at(-1)
    return {
      entries: curl ? await withCurl(house, lines) : lines,
      next: lines.length === limit && last !== undefined ? cursorOf(last.place) : null,
      ...(count && counted(await countLog(store, question))),
    }
  })
  app.get('/usher/log/left-out', async (request) => {
    const { limit, ...rest } = asked.extend({ limit: shown.limit }).parse(request.query)
    const { jobs, cycle } = await questionOf(store, rest)
    const rows = await leftOut(store, { jobs, cycle, limit })
    return { leftOut: rows.map((row) => ({ ...row, says: reasonOfScope(row.because as OutOfScope) })) }
  })
  app.get('/usher/log/download/:file', async (request, reply) => {
    const { file } = z.object({ file: z.string() }).parse(request.params)
    if (file === archive) {
      const all = asked.parse(request.query)
      // The files are read one after the other, and have the same lines all the same.
      const question = await questionOf(store, { ...all, until: all.until ?? house.now() })
      const printed = Object.entries(csvFiles).map(([name, print]) => {
        return [name, { pages: summaries(logPages(store, question, pageSize)), print }] as const
      })
      return downloadAll(reply, archive, Object.fromEntries(printed))
    }
    const print = Object.hasOwn(files, file) ? files[file] : undefined
    if (print === undefined)
      throw new Wrong('notFound', `There is no file ${file}. There are ${[...Object.keys(files), archive].join(', ')}.`)
    const question = await questionOf(store, asked.parse(request.query))
    return download(reply, file, {
      pages: summaries(logPages(store, question, pageSize)),
      print,
      ends: file.endsWith('.json') ? ']' : '',
    })
  })
}

async function* summaries(pages: AsyncIterable<readonly LogLine[]>) {
  for await (const page of pages) yield page.map(({ entry }) => entry)
}

function counted(count: number): { readonly count: number; readonly countIsExact: boolean } {
  return { count: Math.min(count, mostCounted), countIsExact: count <= mostCounted }
}

/** Where a job's application is now may not be where it was when the line was written; then the reader sees so. */
async function withCurl(
  { store, keys }: Context['house'],
  lines: readonly LogLine[],
): Promise<readonly (LogLine & { curl: readonly (readonly string[])[] })[]> {
  const origins = new Map<string, string>()
  for (const job of new Set(lines.map(({ jobId }) => jobId))) {
    const stored = job === 'import' ? null : await credentials(store, keys, job)
    origins.set(job, stored === null ? '$ORIGIN' : new URL(stored.tenantUrl).origin)
  }
  return lines.map((line) => ({
    ...line,
    curl: ((line.exchanges ?? []) as unknown as readonly Exchange[]).map((one) =>
      asCurl(one, origins.get(line.jobId) ?? '').split('\n'),
    ),
  }))
}
