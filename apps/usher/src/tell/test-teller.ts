/** A tenant whose people are told: a store, real receivers, and a clock that tests set. */
import type { Instant } from '@usher/engine'
import fastify from 'fastify'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { egressGuard } from '../edge/egress.ts'
import { httpSend } from '../edge/http.ts'
import { generic } from '../gallery/generic/template.ts'
import { announce, type Announcement } from '../store/announcements.ts'
import { insertApplication, type Application } from '../store/applications.ts'
import { insertJob, type Job } from '../store/jobs.ts'
import { saveMail, type MailSettings } from '../store/mail-settings.ts'
import { openKeys, type Keys } from '../store/secrets.ts'
import type { Store } from '../store/directory.ts'
import type { JobRowSettings } from '../store/job-row-settings.ts'
import type { Telling } from './send.ts'

export type Teller = {
  readonly telling: Telling
  readonly app: Application
  readonly job: Job
  now: Instant
  pass(ms: number): void
  mail(settings: Partial<MailSettings>, password?: string): Promise<void>
  announce(one?: Partial<Announcement>): Promise<void>
  close(): Promise<void>
}

const began = '2026-03-02T09:20:00.000Z' as Instant
export const quarantine: Announcement['facts'] = {
  sentence: 'Dynamic Signal refuses the credentials (401).',
  remedy: 'Generate a new token in Dynamic Signal and store it: usher settings "Dynamic Signal" --secret-token -',
  reason: 'EncounteredQuarantineException',
  firstSeen: began,
  failures: 12,
  successes: 3400,
  lastError: 'GET https://signal.example/scim/v2/Users: 401 Authorization: Bearer abcdef0123456789 is not known',
  nextAttempt: '2026-03-02T15:20:00.000Z',
}

export async function newTeller(
  store: Store,
  settings: Partial<JobRowSettings> = {},
  authorities: readonly string[] = [],
): Promise<Teller> {
  // prettier-ignore
  const folder = await mkdtemp(join(tmpdir(), 'usher-tell-'))
  const keys: Keys = await openKeys(join(folder, 'key'))
  const guard = egressGuard({ loopback: true, allow: [] })
  const http = httpSend({ guard, tls: { authorities }, limits: { connect: 2000, answer: 500, whole: 1000 } })
  const app = await insertApplication(store, {
    displayName: 'Dynamic Signal',
    templateId: 'generic',
    appRoles: [],
    requiresRole: false,
  })
  const job = await insertJob(store, app, { schema: generic.schema, settings: { ...generic.settings, ...settings } })
  const teller: Teller = {
    app,
    job,
    now: began,
    telling: {
      store, keys, outlet: { guard, authorities }, send: http.send,
      publicUrl: () => 'https://usher.contoso.example', now: () => teller.now,
    }, // prettier-ignore
    pass: (ms) => void (teller.now = new Date(Date.parse(teller.now) + ms).toISOString() as Instant),
    mail: (changed, password) =>
      saveMail(store, keys, {
        settings: {
          host: '127.0.0.1', port: 1, security: 'none', user: null, from: 'usher@contoso.example', recipients: [],
          digest: 'immediate', tell: 'failures', ...changed,
        },
        password: password ?? null,
      }), // prettier-ignore
    announce: (one) =>
      announce(store, teller.now, {
        kind: 'quarantineBegan',
        application: app.id,
        job: job.id,
        facts: quarantine,
        ...one,
      }),
    async close() {
      await http.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return teller
}

export type Posted = { readonly headers: Readonly<Record<string, string>>; readonly body: string }
export type Receiver = { readonly url: string; readonly posted: Posted[]; answer: { status: number; body?: string; location?: string }; close(): Promise<void> } // prettier-ignore

/** What gets webhooks, over real HTTP; `answer` is what it says next. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const app = fastify({ forceCloseConnections: true })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  const receiver: Receiver = { url: '', posted: [], answer: { status: 204 }, close: () => app.close() }
  app.post('/hook', (request, reply) => {
    receiver.posted.push({ headers: request.headers as Record<string, string>, body: request.body as string })
    const { status, body, location } = receiver.answer
    if (location !== undefined) void reply.header('location', location)
    return reply.code(status).send(body ?? '')
  })
  await app.listen({ host: '127.0.0.1', port })
  return Object.assign(receiver, { url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/hook` })
}
