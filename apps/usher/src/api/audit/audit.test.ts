import fastify, { type FastifyInstance } from 'fastify'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openGround, type Ground } from '../../acceptance/test-ground.ts'
import { World } from '../../acceptance/test-world.ts'
import { activities } from '../../store/activities.ts'
import { readAudit, type AuditEntry } from '../../store/audit-read.ts'
import { startReceiver, type Receiver } from '../../tell/test-teller.ts'
import { unsubscribeLink } from '../../tell/links.ts'
import { createTeller, type Teller } from '../../telling.ts'
import { startMailServer, type MailServer } from '../../testing/mail-server.ts'
import { localCaller, setCaller } from '../caller.ts'
import { nouns } from '../server.ts'

const contoso = join(import.meta.dirname, '../../../../../examples/contoso')
const ana = 'ana@contoso.example'
const secret = 's3cret-t0ken'
type Body = Readonly<Record<string, unknown>>
type Answer = { readonly status: number; readonly body: Record<string, unknown> }

let ground: Ground
let world: World
let app: FastifyInstance
let teller: Teller
let mail: MailServer
let receiver: Receiver
const routes = new Set<string>()

beforeAll(async () => {
  ground = await openGround('pglite', inject('postgresUrl'))
  world = await World.of(ground)
  app = fastify()
  app.addHook('onRequest', async (request) => setCaller(request, localCaller(request, world.house.store.tenant)))
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (!['GET', 'HEAD'].includes(one)) routes.add(`${one} ${url}`)
  })
  mail = await startMailServer()
  receiver = await startReceiver()
  teller = createTeller(world.house, {
    connections: ground.edge,
    authorities: [],
    delivers: false,
    publicUrl: () => 'https://usher.contoso.example',
    attempted: () => undefined,
    report: () => undefined,
  })
  for (const noun of nouns) noun(app, { house: world.house, runner: world.runner, teller, running: () => true })
  await app.ready()
  await world.person('ana', { department: 'Sales' })
})
afterAll(async () => {
  await app.close()
  await teller.close()
  await mail.close()
  await receiver.close()
  await world.close()
  await ground.close()
})

async function send(route: string, names: Readonly<Record<string, string>>, payload?: Body): Promise<Answer> {
  const [method = '', path = ''] = route.split(' ')
  const url = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(names[name] ?? ''))
  const answer = await app.inject({ method: method as 'POST', url, headers: { 'x-usher-actor': 'cli:mia' }, ...(payload !== undefined && { payload }) }) // prettier-ignore
  const last = answer.body.trim().split('\n').at(-1) ?? '{}'
  return {
    status: answer.statusCode,
    body: JSON.parse(
      /json/.test(String(answer.headers['content-type'])) && last !== '' ? last : '{}',
    ) as Answer['body'],
  }
}

/** Every act in an order in which each of them can be done. */
type Act = readonly [route: string, names: Readonly<Record<string, string>>, body: (() => Body) | null]
const acts: readonly Act[] = [
  ['POST /usher/apps', {}, () => ({ template: 'dynamic-signal', name: 'Second' })],
  ['PATCH /usher/apps/:app', { app: 'Second' }, () => ({ requiresRole: false })],
  ['PATCH /usher/tenant', {}, () => ({ displayName: 'Contoso', logDays: 30 })],
  ['POST /usher/users', {}, () => ({ userPrincipalName: 'eve@contoso.example' })],
  ['PUT /usher/sign-in-provider', {}, () => ({ issuer: 'https://login.example', clientId: 'usher', clientSecret: secret })],
  ['PUT /usher/sign-in-provider/links', {}, () => ({ who: 'eve@contoso.example', subject: 'e1' })],
  ['DELETE /usher/sign-in-provider', {}, null],
  ['POST /usher/users/:who/invitation', { who: 'eve@contoso.example' }, null],
  ['POST /usher/users/:who/sign-out', { who: 'eve@contoso.example' }, null],
  ['DELETE /usher/users/:who/second-factor', { who: 'eve@contoso.example' }, null],
  ['PATCH /usher/users/:who', { who: ana }, () => ({ department: 'Research' })],
  ['POST /usher/groups', {}, () => ({ displayName: 'Sellers' })],
  ['PATCH /usher/groups/:group', { group: 'Sellers' }, () => ({ description: 'Who sells' })],
  ['POST /usher/groups/:group/members', { group: 'Sellers' }, () => ({ members: [ana] })],
  ['POST /usher/groups/:group/members/remove', { group: 'Sellers' }, () => ({ members: [ana] })],
  ['DELETE /usher/groups/:group', { group: 'Sellers' }, null],
  ['POST /usher/apps/:app/assignments', { app: 'App' }, () => ({ who: ana })],
  ['PATCH /usher/apps/:app/settings', { app: 'App' }, () => ({ interval: 5, secretToken: secret, other: { secretToken: `${secret}-2` } })],
  ['POST /usher/apps/:app/secret/test', { app: 'App' }, null],
  ['POST /usher/apps/:app/secret/switch', { app: 'App' }, null],
  ['POST /usher/apps/:app/secret/drop', { app: 'App' }, null],
  ['POST /usher/apps/:app/plans', { app: 'App' }, () => ({})],
  ['POST /usher/apps/:app/plans/:id/approve', { app: 'App', id: 'last' }, () => ({ all: true })],
  ['POST /usher/apps/:app/plans/:id/apply', { app: 'App', id: 'last' }, null],
  ['POST /usher/apps/:app/plans/:id/stop', { app: 'App', id: 'last' }, null],
  ['POST /usher/apps/:app/undo', { app: 'App' }, () => ({ plan: 'last', yes: true })],
  ['POST /usher/apps/:app/undone', { app: 'App' }, () => ({ who: 'all' })],
  ['POST /usher/apps/:app/provision', { app: 'App' }, () => ({ who: [ana], write: true })],
  ['POST /usher/apps/:app/run', { app: 'App' }, () => ({ yes: true })],
  ['POST /usher/apps/:app/accounts/discover', { app: 'App' }, () => ({})],
  ['POST /usher/apps/:app/drift', { app: 'App' }, () => ({})],
  ['POST /usher/apps/:app/stop', { app: 'App' }, null],
  ['PUT /usher/apps/:app/object-connections/:who', { app: 'App', who: ana }, () => ({ targetAnchor: [...world.provider.users.keys()][0] })],
  ['DELETE /usher/apps/:app/object-connections/:who', { app: 'App', who: ana }, null],
  ['PUT /usher/apps/:app/schema', { app: 'App' }, () => structuredClone(changedSchema)],
  ['POST /usher/apps/:app/schema/restore', { app: 'App' }, null],
  ['POST /usher/apps/:app/restart', { app: 'App' }, () => ({ resetScope: 'Watermark' })],
  ['POST /usher/apps/:app/removals', { app: 'App' }, () => ({ decision: 'allowed', who: 'all' })],
  ['POST /usher/apps/:app/adoptions', { app: 'App' }, () => ({ decision: 'rejected', who: 'all' })],
  ['POST /usher/apps/:app/changes', { app: 'App' }, () => ({ decision: 'allowed', who: 'all' })],
  ['POST /usher/apps/:app/assignments/remove', { app: 'App' }, () => ({ who: ana })],
  ['POST /usher/apps/:app/jobs', { app: 'App' }, () => ({ name: 'More' })],
  ['DELETE /usher/apps/:app/jobs/:job', { app: 'App', job: 'More' }, null],
  ['DELETE /usher/users/:who', { who: ana }, null],
  ['POST /usher/users/:who/restore', { who: ana }, null],
  ['POST /usher/users/:who/purge', { who: ana }, null],
  ['POST /usher/users/:who/forget', { who: 'eve@contoso.example' }, () => ({ yes: true })],
  ['PATCH /usher/mail', {}, () => ({ host: '127.0.0.1', port: mail.port, security: 'none', from: 'usher@contoso.example', recipients: 'mia@contoso.example' })],
  ['POST /usher/mail/test', {}, () => ({})],
  ['POST /unsubscribe/:proof', { get proof() { return (unsubscribeLink('', world.house.keys, world.store.tenant, 'mia@contoso.example') ?? '').split('/').at(-1) ?? '' } }, null],
  ['POST /usher/mail/resubscribe', {}, () => ({ address: 'mia@contoso.example' })],
  ['POST /usher/keys/encryption/rotate', {}, () => ({})],
  ['DELETE /usher/mail', {}, null],
  ['POST /usher/webhooks', {}, () => ({ name: 'Ops', url: receiver.url })],
  ['PATCH /usher/webhooks/:name', { name: 'Ops' }, () => ({ enabled: false })],
  ['POST /usher/webhooks/:name/rotate', { name: 'Ops' }, null],
  ['POST /usher/webhooks/:name/test', { name: 'Ops' }, null],
  ['DELETE /usher/webhooks/:name', { name: 'Ops' }, null],
  ['POST /usher/deliveries/retry', {}, () => ({ ids: 'givenUp' })],
  ['POST /usher/backup', {}, () => ({ key: null })],
  ['POST /usher/administrators', {}, () => ({ userPrincipalName: 'gia@contoso.example' })],
  ['POST /usher/keys/rotate', {}, () => ({})],
  ['POST /usher/directories', {}, () => ({ displayName: 'Fabrikam' })],
  ['DELETE /usher/directories/:directory', { directory: 'Fabrikam' }, () => ({ yes: true })],
  ['POST /usher/imports', {}, () => ({ file: join(contoso, 'hr-1000.csv'), mapping: join(contoso, 'hr-mapping.json') })],
] // prettier-ignore

/** Routes by which nothing changes. */
const needNot: readonly string[] = [
  'POST /usher/apps/:app/schema/check',
  'POST /usher/apps/:app/schema/expression',
  'POST /usher/apps/:app/schema/scope',
  'POST /usher/apps/:app/schema/scope/why',
  'POST /usher/apps/:app/schema/plan',
  'POST /usher/apps/:app/settings/plan',
  'POST /usher/apps/:app/suppose',
  'POST /usher/apps/:app/test-connection',
  'POST /usher/sign-in-provider/test',
  // Of people who have signed in, for themselves: sign-in/own.test.ts sees to these.
  'POST /usher/session/password',
  'POST /usher/session/second-factor',
  'PUT /usher/session/second-factor',
  'POST /usher/session/second-factor/remove',
  // Files that are sent: api/imports/upload.test.ts sees to these.
  'POST /usher/imports/columns',
  'POST /usher/imports/files',
  // Where there are several directories: api/directories/guests.test.ts sees to these.
  'POST /usher/directories/:directory/guests',
  'POST /usher/session/directory',
]

let changedSchema: Body = {}
const written = new Map<string, AuditEntry>()

describe('MO-1: every act of an administrator is in the audit log', () => {
  test.each<Act>([...acts])('%s', async (route, names, body) => {
    if (route.startsWith('PUT') && route.endsWith('schema')) changedSchema = await withoutTitle()
    if (route.endsWith('/purge')) await send('DELETE /usher/users/:who', names)
    const before = await readAudit(world.store, { limit: 1 })
    const answer = await send(route, names, body?.())
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 })
    expect(answer.body).not.toHaveProperty('error')
    const [entry] = await readAudit(world.store, { limit: 1 })
    expect(entry?.id, 'no entry was written').toBeGreaterThan(before[0]?.id ?? 0)
    expect(Object.keys(activities)).toContain(entry?.activity)
    expect(entry?.actor).toBe(route.startsWith('POST /unsubscribe') ? 'mail:reader' : 'cli:mia')
    if (entry !== undefined) written.set(route, entry)
  })

  test('and there is no route that changes something beside these', () => {
    expect([...routes].toSorted()).toEqual([...acts.map(([route]) => route), ...needNot].toSorted())
  })
})

async function withoutTitle(): Promise<Body> {
  const answer = await app.inject({ url: '/usher/apps/App/schema' })
  return JSON.parse(answer.body.replaceAll('[jobTitle]', '[department]')) as Body
}

describe('MO-2: an entry says what was before and after', () => {
  test.each([
    ['PATCH /usher/users/:who', 'Update user', { property: 'attributes.department', before: 'Sales', after: 'Research' }],
    ['PATCH /usher/tenant', 'Update tenant', { property: 'logDays', before: 365, after: 30 }],
    ['PATCH /usher/apps/:app/settings', 'Update provisioning setting or credentials', { property: 'interval', before: 40, after: 5 }],
    ['PATCH /usher/apps/:app/settings', 'Update provisioning setting or credentials', { property: 'secretToken', before: '[Redact]', after: '[Redact]' }],
    ['POST /usher/apps/:app/run', 'Enable/start provisioning configuration', { property: 'state', before: 'Disabled', after: 'Active' }],
    ['POST /usher/apps/:app/stop', 'Disable/pause provisioning configuration', { property: 'state', before: 'Active', after: 'Paused' }],
    ['PUT /usher/apps/:app/schema', 'Update attribute mappings or scope', { property: expect.stringContaining('.attributeMappings.title.source'), before: '[jobTitle]', after: '[department]' }],
    ['PATCH /usher/apps/:app', 'Update application', { property: 'requiresRole', before: true, after: false }],
  ])('%s: %s', (route, activity, change) => {
    const entry = written.get(route)
    expect(entry?.activity).toBe(activity)
    expect(entry?.changes).toContainEqual(change)
  }) // prettier-ignore

  test('a restart of provisioning has the name that Entra gives it', () => {
    expect(written.get('POST /usher/apps/:app/restart')).toMatchObject({
      activity: 'Enable/restart provisioning configuration',
      service: 'Account Provisioning',
      category: 'ProvisioningManagement',
      details: { resetScope: 'Watermark' },
    })
  })

  test('no secret is in any of it', async () => {
    expect(JSON.stringify(await readAudit(world.store, { limit: 1000 }))).not.toContain(secret)
  })
})

describe('the audit log', () => {
  const get = async (query: string): Promise<{ entries: AuditEntry[]; next: string | null }> =>
    JSON.parse((await app.inject({ url: `/usher/audit${query}` })).body) as {
      entries: AuditEntry[]
      next: string | null
    }

  test.each([
    ['a word', '?search=research', ['Update user']],
    ['the beginning of two words', '?search=depart%20sal', ['Update user']],
    ['a kind of act', '?activity=update%20tenant', ['Update tenant']],
    ['a category', '?category=UserManagement&search=research', ['Update user']],
    [
      'a service and a category',
      '?service=Core%20Directory&category=DirectoryManagement&search=contoso',
      ['Update tenant'],
    ],
    ['a category that the service has not', '?service=Account%20Provisioning&category=UserManagement', []],
    ['nobody', '?actor=cli:nobody', []],
    ['the future', '?since=2999-01-01', []],
    ['long ago', '?until=2020-01-01T00:00:00Z', []],
  ])('finds %s', async (_, query, found) => {
    expect((await get(query)).entries.map(({ activity }) => activity)).toEqual(found)
  })

  test('finds what was done to one application', async () => {
    const { entries } = await get('?app=Second')
    expect(entries.map(({ activity }) => activity)).toEqual(['Update application', 'Add application'])
  })

  test('comes in pages', async () => {
    const all = (await get('?limit=1000')).entries.map(({ id }) => id)
    const first = await get('?limit=10')
    const second = await get(`?limit=1000&after=${encodeURIComponent(first.next ?? '')}`)
    expect([...first.entries, ...second.entries].map(({ id }) => id)).toEqual(all)
    expect(second.next).toBeNull()
  })

  test('comes as files', async () => {
    const list = await app.inject({ url: '/usher/audit/download/AuditLogs.json?app=Second' })
    expect(JSON.parse(list.body)).toHaveLength(2)
    const csv = await app.inject({ url: '/usher/audit/download/AuditLogs.csv?app=Second' })
    expect(csv.body.split('\r\n')).toHaveLength(4)
    expect(csv.headers['content-disposition']).toBe('attachment; filename="AuditLogs.csv"')
  })
})
