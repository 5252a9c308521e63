/** One post to a webhook, signed as Standard Webhooks lays down. */
import type { Instant } from '@usher/engine'
import { createHmac } from 'node:crypto'
import type { Send } from '../edge/http.ts'
import { NoAnswer } from '../edge/no-answer.ts'
import type { About } from './message.ts'
import { masked } from '../mask.ts'

export type Post = { readonly url: string; readonly secrets: readonly string[]; readonly id: string; readonly at: Instant; readonly body: string } // prettier-ignore

export class PostFailed extends Error {
  readonly status: number | null

  constructor(message: string, status: number | null) {
    super(message)
    this.name = 'PostFailed'
    this.status = status
  }
}

/** What a webhook is told. `type` is the kind of the announcement, `timestamp` when it became true. */
export function bodyOf({ announcement, application, job, link }: About, applicationId: string | null): string {
  const { kind, at, facts } = announcement
  const named = application === null ? null : { id: applicationId, name: application }
  return JSON.stringify(
    { type: kind, timestamp: at, data: { ...facts, application: named, job, link } },
    (_, value: unknown) => (typeof value === 'string' ? masked(value) : value),
  )
}

/** Posts it, and answers with the status. Throws `PostFailed` with one sentence. */
export async function post(send: Send, { url, secrets, id, at, body }: Post): Promise<number> {
  const to = new URL(url)
  const timestamp = String(Math.floor(Date.parse(at) / 1000))
  try {
    const {
      status,
      headers,
      body: said,
    } = await send({
      method: 'POST',
      url: to,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Usher',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        // One for each live secret, so that the receiver changes over when it likes.
        'webhook-signature': secrets.map((secret) => signature(secret, `${id}.${timestamp}.${body}`)).join(' '),
      },
      body,
    })
    if (status >= 200 && status < 300) return status
    throw new PostFailed(refusal(status, headers['location'] !== undefined, said, to.host), status)
  } catch (error) {
    if (error instanceof PostFailed) throw error
    if (error instanceof NoAnswer) throw new PostFailed(silence(error, to.host), null)
    throw error
  }
}

function signature(secret: string, content: string): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`
}

const advice: Readonly<Record<number, string>> = {
  401: 'Does it know the secret of this webhook? usher webhook rotate makes a new one.',
  403: 'Does it know the secret of this webhook? usher webhook rotate makes a new one.',
  404: 'Check its address: usher webhook set NAME --url URL.',
  410: 'It wants no more of these. Check its address, or remove it: usher webhook remove NAME.',
}

function refusal(status: number, elsewhere: boolean, body: string, host: string): string {
  if (status >= 300 && status < 400 && elsewhere)
    return `${host} sends elsewhere (${status}), and Usher follows no redirect. Give the address that answers: usher webhook set NAME --url URL.`
  const said = masked(body.replaceAll(/\s+/g, ' ').trim().slice(0, 200))
  const words = said === '' ? '' : `: ${said}`
  return `${host} answered ${status}${words}. ${advice[status] ?? 'The receiver’s log says why.'}`
}

function silence({ kind, message }: NoAnswer, host: string): string {
  if (kind === 'forbidden') return message.replace('If the application is there', 'If the receiver is there')
  const what = `${host}: ${message}.`
  switch (kind) {
    case 'refused':
      return /ENOTFOUND|EAI_AGAIN/.test(message)
        ? `DNS knows no ${host}. Check the address: usher webhook set NAME --url URL.`
        : `${what} Check the address, and whether the receiver runs.`
    case 'untrusted':
      return `${what} Give it one that is trusted, or start Usher with --ca-file.`
    case 'timeout':
      return `${what} The receiver must answer within 15 seconds, and do its work afterwards.`
    case 'later':
    case 'stopped':
    case 'unauthorized':
    case 'tokenless':
    case 'broken':
      return `${what} The receiver’s log says why.`
  }
}
