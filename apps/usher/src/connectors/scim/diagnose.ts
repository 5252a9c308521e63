/**
 * Why an application cannot be used, stage by stage, each with a sentence (BT-9): DNS, TCP, TLS, HTTP status, authentication, content
 * type, filter, SCIM. What stands behind the first that fails is not tried.
 */
import { randomUUID } from 'node:crypto'
import type { EgressGuard } from '../../edge/egress.ts'
import type { HttpResponse, Tls } from '../../edge/http.ts'
import { NoAnswer } from '../../edge/no-answer.ts'
import { reach } from '../../edge/reach.ts'
import { addressOf, exchanging, type ScimConnection } from './call.ts'
import { failure } from './failures.ts'
import { isObject, parsed } from './json.ts'
import { eq } from './pages.ts'

export const stages = ['dns', 'tcp', 'tls', 'http', 'authentication', 'contentType', 'filter', 'scim'] as const
export type StageName = (typeof stages)[number]
export type Stage = {
  readonly stage: StageName
  readonly status: 'passed' | 'failed' | 'skipped' | 'notTried'
  readonly says: string
}
/** The request and what came back, without secrets. */
export type RawExchange = {
  readonly method: 'GET'
  readonly url: string
  readonly status: number | null
  readonly contentType: string | null
  readonly body: string
}
export type Diagnosis = {
  readonly ok: boolean
  readonly stages: readonly Stage[]
  readonly failed: Stage | null
  readonly exchange: RawExchange | null
}
type Asked = {
  readonly connection: ScimConnection
  readonly guard: EgressGuard
  readonly tls: Tls
  /** The first matching attribute. */
  readonly path: string
}

const mostBody = 500

/** One request at most. Never writes. */
export async function diagnose({ connection, guard, tls, path }: Asked): Promise<Diagnosis> {
  const refused = guard.refuses(connection.tenantUrl)
  if (refused !== null) return told([{ stage: 'dns', status: 'failed', says: refused }], null)
  const reached: readonly Stage[] = await reach(connection.tenantUrl, { guard, certificates: tls })
  if (reached.some(({ status }) => status === 'failed')) return told(reached, null)
  const call = { method: 'GET', path: 'Users', query: { filter: eq(path, randomUUID()) } } as const
  const url = connection.tenantUrl.origin + addressOf(connection, call)
  try {
    const answer = await exchanging(connection)(call)
    const exchange: RawExchange = {
      method: 'GET',
      url,
      status: answer.status,
      contentType: answer.headers['content-type'] ?? null,
      body: answer.body.slice(0, mostBody),
    }
    return told([...reached, ...judged(answer, { connection, path })], exchange)
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    const { message } = failure({ operation: 'find', method: 'GET', path: 'Users' }, error, connection)
    const stage = error.kind === 'unauthorized' || error.kind === 'tokenless' ? 'authentication' : 'http'
    const exchange: RawExchange = { method: 'GET', url, status: null, contentType: null, body: error.message }
    return told([...reached, { stage, status: 'failed', says: message }], exchange)
  }
}

function judged(answer: HttpResponse, { connection, path }: Pick<Asked, 'connection' | 'path'>): readonly Stage[] {
  const { status } = answer
  const body = parsed(answer.body)
  const passed = (stage: StageName, says: string): Stage => ({ stage, status: 'passed', says })
  const failed = (stage: StageName, says?: string): Stage => {
    const { message } = failure({ operation: 'find', method: 'GET', path: 'Users' }, { answer, body }, connection)
    return { stage, status: 'failed', says: says ?? sentence(message) }
  }
  const answers = passed('http', `It answers with the status ${status}.`)
  if (status === 401 || status === 403) return [answers, failed('authentication')]
  if (status === 400 || status === 501)
    return [
      answers,
      passed('authentication', 'The credentials are taken.'),
      passed('contentType', typeOf(answer)),
      failed('filter'),
    ]
  if (status >= 300 || status === 202) return [failed('http')]
  const authorized = passed('authentication', 'The credentials are taken.')
  if (!isObject(body)) {
    const leads = /html/i.test(answer.headers['content-type'] ?? '')
      ? ' It is a web page: the Tenant URL is that of a website, or of a sign-in page.'
      : ''
    return [
      answers,
      authorized,
      failed('contentType', `The answer is no JSON object (${typeOf(answer)}).${leads} Check the Tenant URL.`),
    ]
  }
  const typed = passed('contentType', `JSON (${typeOf(answer)}).`)
  const found = Object.entries(body).find(([name]) => name.toLowerCase() === 'resources')?.[1]
  const total = Object.entries(body).find(([name]) => name.toLowerCase() === 'totalresults')?.[1]
  if (Array.isArray(found) && found.length > 0)
    return [
      answers,
      authorized,
      typed,
      failed(
        'filter',
        `It was asked for somebody whose ${path} nobody has, and answers with ${found.length}: it ignores "filter".`,
      ),
    ]
  const filtered = passed('filter', `It can be searched by ${path}.`)
  if (found === undefined && total === undefined)
    return [
      answers,
      authorized,
      typed,
      filtered,
      failed(
        'scim',
        'The answer is JSON, but no SCIM ListResponse: it has neither totalResults nor Resources. Check the Tenant URL.',
      ),
    ]
  return [answers, authorized, typed, filtered, passed('scim', 'It answers with a SCIM ListResponse.')]
}

function told(known: readonly Stage[], exchange: RawExchange | null): Diagnosis {
  const failed = known.find(({ status }) => status === 'failed') ?? null
  const all = stages.map(
    (stage): Stage => known.find((one) => one.stage === stage) ?? { stage, status: 'notTried', says: '' },
  )
  return { ok: failed === null, stages: all, failed, exchange }
}

function typeOf({ headers }: HttpResponse): string {
  return headers['content-type'] ?? 'no content type'
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`
}
