import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { serve, type Service } from '../serve.ts'

let folder = ''
let service: Service
let token = ''
const secret = 'dynamic-signal-s3cret-token'
const all: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-api-'))
  service = await serve(
    { data: join(folder, 'data'), host: '127.0.0.1', port: 0, databaseUrl: undefined },
    () => undefined,
  )
  ;({ token } = JSON.parse(await readFile(service.tokenFile, 'utf8')) as { token: string })
  await ask('POST', '/usher/apps', { template: 'dynamic-signal' })
  for (const who of ['ana', 'bea'])
    await ask('POST', '/usher/users', { userPrincipalName: `${who}@contoso.example`, displayName: who })
})
afterAll(async () => {
  await service.close()
  await rm(folder, { recursive: true, force: true })
})

type Answer = {
  readonly status: number
  readonly body: Record<string, unknown> & { error?: { code: string; message: string } }
  readonly text: string
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { authorization: `Bearer ${token}` },
): Promise<Answer> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' }
  const text = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const response = await fetch(new URL(path, service.url), { method, headers: { ...headers, ...json }, ...text })
  const answer = await response.text()
  all.push(answer)
  const parsed = (response.headers.get('content-type') ?? '').includes('ndjson')
    ? {}
    : (JSON.parse(answer) as Answer['body'])
  return { status: response.status, body: parsed, text: answer }
}

const app = '/usher/apps/Dynamic%20Signal'

describe('mappings and filters', () => {
  type Document = Record<string, unknown> & { synchronizationRules: { objectMappings: Record<string, unknown>[] }[] }
  const mappings = async (): Promise<Document> => (await ask('GET', `${app}/schema`)).body as unknown as Document
  /** The schema with its first object mapping changed so. */
  const changed = (schema: Document, change: Record<string, unknown>): Document => {
    const copy = structuredClone(schema)
    Object.assign(copy.synchronizationRules[0]?.objectMappings[0] ?? {}, change)
    return copy
  }

  test('are saved whole, with members that nobody knows, and given back the same', async () => {
    const schema = { 'x-vendor': [1, { z: null, a: 'x' }], ...changed(await mappings(), { usher: { later: true } }) }
    expect(await ask('PUT', `${app}/schema`, schema)).toMatchObject({ body: { saved: true, errors: 0, warnings: 1 } })
    expect(JSON.stringify(await mappings())).toBe(JSON.stringify(schema))
  })

  test('are not saved at all when one mapping is wrong; all that is wrong is said at once', async () => {
    const before = await mappings()
    const [rule] = before.synchronizationRules
    const rows = rule?.objectMappings[0]?.['attributeMappings'] as Record<string, unknown>[]
    const wrong = [...rows.slice(0, 3), { ...rows[3], source: { expression: '[jobTitel]' } }, { ...rows[4], matchingPriority: -1 }] // prettier-ignore
    const scope = { groups: [{ name: 'Sales', clauses: [] }] }
    const answer = await ask('PUT', `${app}/schema`, changed(before, { attributeMappings: wrong, scope }))
    expect(answer).toMatchObject({ status: 200, body: { saved: false, errors: 3 } })
    const messages = (answer.body['findings'] as { message: string }[]).map(({ message }) => message)
    expect(messages).toEqual([
      expect.stringContaining('usher has no member later; it is kept and does nothing.'),
      expect.stringContaining('mapping to title: The source has no attribute jobTitel. Did you mean jobTitle?'),
      expect.stringContaining('matchingPriority is 0, or a precedence from 1 on.'),
      expect.stringContaining('scoping filter "Sales": it has no clause'),
    ])
    expect(await mappings()).toEqual(before)
  })

  test.each([
    ['a list', [], '/ must be an object'],
    ['an empty object', {}, '/directories is missing; it must be a list'],
    ['a number for a text', { directories: [{ name: 7, objects: [] }], synchronizationRules: [] }, '/directories/0/name must be a text'], // prettier-ignore
  ])('%s is no schema, and the answer says where', async (_, body, message) => {
    const answer = await ask('POST', `${app}/schema/check`, body)
    expect(answer.body['findings']).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining(message) }),
    )
  })

  test('may have nothing in what Usher adds', async () => {
    const none = changed(await mappings(), { usher: null })
    expect(await ask('POST', `${app}/schema/check`, none)).toMatchObject({ body: { errors: 0, warnings: 0 } })
  })

  test('are restored from the gallery, filters and all', async () => {
    const clause = { sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['Sales'] } }
    await ask('PUT', `${app}/schema`, changed(await mappings(), { scope: { groups: [{ name: 'Sales', clauses: [clause] }] } })) // prettier-ignore
    expect(await ask('POST', `${app}/schema/restore`)).toMatchObject({ body: { saved: true } })
    expect((await mappings()).synchronizationRules[0]?.objectMappings[0]).toMatchObject({ scope: null })
  })

  test('of an application that is not there are not found', async () => {
    expect(await ask('GET', '/usher/apps/Nowhere/schema')).toMatchObject({ status: 404 })
  })
})

describe('the gallery', () => {
  test('lists all applications, or those that have every word', async () => {
    const all = (await ask('GET', '/usher/gallery')).body['templates'] as { id: string }[]
    expect(all.length).toBeGreaterThan(11)
    expect(await ask('GET', '/usher/gallery?search=code%20GITHUB')).toMatchObject({
      body: { templates: [{ id: 'github', does: ['users', 'groups', 'disable', 'delete'], dialect: 'rfc' }] },
    })
    expect(await ask('GET', '/usher/gallery?search=nowhere')).toMatchObject({ status: 200, body: { templates: [] } })
  })

  test('tells everything of one, with its sources', async () => {
    const { body } = await ask('GET', '/usher/gallery/github%20enterprise%20cloud')
    expect(body).toMatchObject({ id: 'github', does: ['users', 'groups', 'disable', 'delete'], requiresRole: false })
    expect(body['said']).toContainEqual(
      expect.objectContaining({ label: 'Matching', here: 'users by externalId; groups by externalId' }),
    )
  })

  test('has an icon for each, which runs nothing', async () => {
    const answer = await fetch(new URL('/usher/gallery/slack/icon.svg', service.url), {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(answer.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'")
    expect(await answer.text()).toMatch(/^<svg [^>]*aria-label="Slack">.*<\/svg>$/)
  })
})

describe('the tenant', () => {
  test('has a default domain and a time zone, which are checked', async () => {
    expect(await ask('GET', '/usher/tenant')).toMatchObject({ body: { timeZone: 'UTC' } })
    const change = { defaultDomain: 'fabrikam.example', timeZone: 'Europe/Berlin' }
    expect(await ask('PATCH', '/usher/tenant', change)).toMatchObject({ body: change })
    expect(await ask('PATCH', '/usher/tenant', {}), 'nothing to change').toMatchObject({ status: 200, body: change })
    for (const wrong of [{ timeZone: 'Mars/Olympus' }, { defaultDomain: 'nowhere' }, { colour: 'red' }]) {
      expect(await ask('PATCH', '/usher/tenant', wrong)).toMatchObject({ status: 400 })
    }
    expect(await ask('GET', '/usher/tenant')).toMatchObject({ body: change })
  })
})

describe('who is let in', () => {
  test.each<[string, Record<string, string>]>([
    ['no token', {}],
    ['another token', { authorization: 'Bearer wrong' }],
    ['a token of the same length', { authorization: `Bearer ${'x'.repeat(43)}` }],
    ['the token without its scheme', { authorization: 'wrong' }],
  ])('nobody with %s, also where there is nothing', async (_, headers) => {
    for (const path of ['/usher/users', '/usher/apps', '/usher/nothing', app, '/healthz/x']) {
      const { status, body } = await ask('GET', path, undefined, headers)
      expect({ path, status }).toEqual({ path, status: 401 })
      expect(body.error?.message).toBe(
        'This needs the token of the running service; it stands in service.json in the data folder.',
      )
    }
  })

  test('whether the service lives may be asked by everybody', async () => {
    expect(await ask('GET', '/healthz', undefined, {})).toMatchObject({ status: 200, body: { ok: true } })
  })

  test('the token stands in a file for its owner only', async () => {
    expect((await stat(service.tokenFile)).mode & 0o777).toBe(0o600)
  })
})

describe('what is refused, in a sentence', () => {
  type Row = readonly [what: string, method: string, path: string, body: unknown, status: number, sentence: RegExp]
  const rows: readonly Row[] = [
    ['a path that there is not', 'GET', '/usher/nothing', undefined, 404, /^There is no GET \/usher\/nothing\.$/],
    ['an unknown application', 'GET', '/usher/apps/Teams', undefined, 404, /^There is no application "Teams"\. usher app list shows them\.$/],
    ['its status', 'GET', '/usher/apps/Teams/status', undefined, 404, /"Teams"/],
    ['its settings', 'PATCH', '/usher/apps/Teams/settings', { interval: 5 }, 404, /"Teams"/],
    ['a cycle of it', 'POST', '/usher/apps/Teams/run', {}, 404, /"Teams"/],
    ['a plan of it', 'GET', '/usher/apps/Teams/plan', undefined, 404, /"Teams"/],
    ['an unknown template', 'POST', '/usher/apps', { template: 'teams' }, 404, /The gallery has no application "teams"\. usher app gallery lists/],
    ['what the gallery says of it', 'GET', '/usher/gallery/teams', undefined, 404, /The gallery has no application "teams"/],
    ['its icon', 'GET', '/usher/gallery/teams/icon.svg', undefined, 404, /The gallery has no application "teams"/],
    ['a template that is no text', 'POST', '/usher/apps', { template: 7 }, 400, /^template: must be a text\.$/],
    ['no body', 'POST', '/usher/apps', undefined, 400, /^The request: is missing; it must be an object\.$/],
    ['a body that is no JSON', 'POST', '/usher/apps', '{"template":', 400, /JSON/],
    ['a second application of one name', 'POST', '/usher/apps', { template: 'dynamic-signal' }, 409, /There is an application "Dynamic Signal" already/],
    ['an unknown person', 'GET', '/usher/users/eve', undefined, 404, /There is no "eve" in the directory/],
    ['an attribute that is an object', 'PATCH', '/usher/users/ana@contoso.example', { name: { givenName: 'x' } }, 400, /^name: has a form that is not taken\.$/],
    ['a new person whose name is taken', 'POST', '/usher/users', { userPrincipalName: 'Bea@contoso.example' }, 409, /Choose another/],
    ['a new person without a name', 'POST', '/usher/users', { displayName: 'Eve' }, 400, /Say which userPrincipalName/],
    ['a new person whose name is none', 'POST', '/usher/users', { userPrincipalName: 'eve' }, 400, /it has an @/],
    ['a person with a name that is mistyped', 'PATCH', '/usher/users/baa@contoso.example', { city: 'x' }, 404, /There is no "baa@contoso\.example" in the directory\. Did you mean (ana|bea)@contoso\.example\? usher user create baa@contoso\.example makes a new person\.$/],
    ['a name that is taken', 'PATCH', '/usher/users/ana@contoso.example', { userPrincipalName: 'bea@contoso.example' }, 409, /Choose another/],
    ['a page that is too large', 'GET', '/usher/users?limit=100000', undefined, 400, /^limit: must be at most 1000\.$/],
    ['an assignment of nobody', 'POST', `${app}/assignments`, {}, 400, /^who: is missing; it must be a text\.$/],
    ['an unknown role', 'POST', `${app}/assignments`, { who: 'ana', role: 'Owner' }, 400, /has no role "Owner"\. Choose one of: User, Admin\./],
    ['a setting that there is not', 'PATCH', `${app}/settings`, { colour: 'red' }, 400, /has nothing called colour\.$/],
    ['an interval of nothing', 'PATCH', `${app}/settings`, { interval: 0 }, 400, /^interval: must be at least 1\.$/],
    ['an address that is none', 'PATCH', `${app}/settings`, { notificationEmail: 'x' }, 400, /^notificationEmail: must be an e-mail address, or several separated by commas\.$/],
    ['a threshold of nothing', 'PATCH', `${app}/settings`, { preventAccidentalDeletions: { threshold: 0 } }, 400, /^preventAccidentalDeletions\.threshold: /],
    ['retries that go back in time', 'PATCH', `${app}/settings`, { retries: { after: [40, 30] } }, 400, /^retries\.after: each must be later than the one before, as in 40,360,720,1440\.$/],
    ['a share of more than all', 'PATCH', `${app}/settings`, { quarantine: { percent: 101 } }, 400, /^quarantine\.percent: must be at most 100\.$/],
    ['a guard that holds at nothing', 'PATCH', `${app}/settings`, { preventMassChanges: { newThreshold: 0 } }, 400, /^preventMassChanges\.newThreshold: must be at least 1\.$/],
    ['too many failures at once', 'GET', `${app}/failures?limit=5000`, undefined, 400, /^limit: must be at most 1000\.$/],
    ['a decision that is none', 'POST', `${app}/changes`, { decision: 'maybe', who: 'all' }, 400, /^decision: /],
    ['a URL that is none', 'PATCH', `${app}/settings`, { tenantUrl: 'scim', secretToken: 'x' }, 400, /The Tenant URL "scim" is not a web address/],
    ['a URL of another kind', 'PATCH', `${app}/settings`, { tenantUrl: 'file:///etc/passwd', secretToken: 'x' }, 400, /is not a web address/],
    ['a URL with a password', 'PATCH', `${app}/settings`, { tenantUrl: 'https://a:b@x.example/', secretToken: 'x' }, 400, /must not hold a user name or password/],
    ['plain http to elsewhere', 'PATCH', `${app}/settings`, { tenantUrl: 'http://x.example/scim', secretToken: 'x' }, 400, /must begin with https:\/\//],
    ['a token with a line break', 'PATCH', `${app}/settings`, { tenantUrl: 'https://x.example/', secretToken: 'a\nb' }, 400, /characters that no token has/],
    ['a URL without a token', 'PATCH', `${app}/settings`, { tenantUrl: 'https://x.example/scim' }, 400, /Give the Secret Token too/],
    ['a first cycle without a yes', 'POST', `${app}/run`, {}, 409, /was never started.*--yes/],
    ['a cycle without credentials', 'POST', `${app}/run`, { yes: true }, 409, /has no Tenant URL and Secret Token yet/],
    ['a plan without credentials', 'GET', `${app}/plan`, undefined, 200, /has no Tenant URL and Secret Token yet/],
    ['a decision that is none', 'POST', `${app}/removals`, { decision: 'maybe', who: 'all' }, 400, /^decision: must be allowed or rejected\.$/],
    ['an import of a relative path', 'POST', '/usher/imports', { file: 'x.csv', mapping: '/x' }, 400, /^file: must be an absolute path of this machine/],
    ['an import of a file that is not there', 'POST', '/usher/imports', { file: '/nowhere.csv', mapping: '/nowhere.json' }, 404, /The mapping \/nowhere\.json cannot be read/],
    ['a log of nobody', 'GET', '/usher/log?who=eve', undefined, 404, /There is no "eve"/],
    ['a result that there is not', 'GET', '/usher/log?result=perhaps', undefined, 400, /^result: /],
  ] // prettier-ignore

  test.each(rows.map(([what, ...rest]) => ({ what, rest })))(
    '$what',
    async ({ rest: [method, path, body, status, sentence] }) => {
      const answer = await ask(method, path, body)
      expect(answer.status).toBe(status)
      expect(answer.body.error?.message ?? answer.text).toMatch(sentence)
      expect(answer.text).not.toMatch(/ {4}at |node_modules/)
    },
  )
})

test('a name of two hundred letters is a name like any other', async () => {
  const name = 'Ä'.repeat(200)
  await ask('POST', '/usher/groups', { displayName: name })
  expect(await ask('GET', `/usher/groups/${encodeURIComponent(name)}`)).toMatchObject({
    status: 200,
    body: { displayName: name },
  })
})

test('an attribute that nobody knows is a typing mistake, unless it is said to be new', async () => {
  const set = (values: object, query = '') => ask('PATCH', `/usher/users/ana@contoso.example${query}`, values)
  const refused = (sentence: RegExp) => ({
    status: 400,
    body: { error: { code: 'invalid', message: expect.stringMatching(sentence) } },
  })
  expect(await set({ departmet: 'Sales' })).toMatchObject(refused(/^There is no attribute "departmet"\. Did you mean department\? /)) // prettier-ignore
  expect(await set({ foo: 'bar', department: 'Sales' })).toMatchObject(refused(/^There is no attribute "foo"\. For values of your own /)) // prettier-ignore
  expect(await set({ userPrincipalName: null })).toMatchObject(refused(/^userPrincipalName cannot be cleared/))
  expect((await ask('GET', '/usher/users/ana@contoso.example')).body['attributes']).not.toHaveProperty('department')
  expect(await set({ foo: 'bar' }, '?newAttributes=true')).toMatchObject({ status: 200, body: { result: 'updated' } })
  // From then on it is one like any other.
  expect(await ask('PATCH', '/usher/users/bea@contoso.example', { foo: 'bar' })).toMatchObject({ status: 200 })
  expect(await set({ extensionAttribute15: 'x', extension_app_badge: '7' })).toMatchObject({ status: 200 })
  // A schema may name one that nobody has yet.
  const schema = (await ask('GET', `${app}/schema`)).body as unknown as { directories: Directory[] }
  const source = schema.directories.find(({ objects }) =>
    objects[0]?.attributes.some(({ name }) => name === 'objectId'),
  )
  source?.objects[0]?.attributes.push({ name: 'shoeSize', type: 'String' })
  expect(await ask('PUT', `${app}/schema`, schema)).toMatchObject({ body: { saved: true } })
  expect(await set({ shoeSize: '38' })).toMatchObject({ status: 200 })
  // What only the application has is none of the directory.
  expect(await set({ title: 'Chief' })).toMatchObject(refused(/^There is no attribute "title"/))
})
type Directory = { readonly objects: readonly { readonly attributes: { name: string; type: string }[] }[] }

test('Default Access is given with a warning that names the roles (A-54)', async () => {
  const { body } = await ask('POST', `${app}/assignments`, { who: 'ana@contoso.example' })
  expect(body).toEqual({
    assigned: true,
    warning: 'Dynamic Signal needs a role: people with Default Access only are skipped. Choose User or Admin.',
  })
})

test('an import whose file is broken changes nobody', async () => {
  const mapping = join(import.meta.dirname, '../../../../examples/contoso/hr-mapping.json')
  const file = join(folder, 'broken.csv')
  await writeFile(file, 'WorkerID,UserID\n1,"ana\n')
  const before = (await ask('GET', '/usher/users')).body['total']
  const { text } = await ask('POST', '/usher/imports', { file, mapping })
  const last = JSON.parse(text.trim().split('\n').at(-1) ?? '') as { error?: { message: string } }
  expect(last.error?.message).toMatch(/line|column/)
  expect((await ask('GET', '/usher/users')).body['total']).toBe(before)
})

test('the Secret Token is in no answer, no log and no record of who did what', async () => {
  const provider = createServer((request, response) => {
    all.push(`provider: ${request.headers.authorization === `Bearer ${secret}`}`)
    response.writeHead(401, { 'content-type': 'application/scim+json' }).end('{"detail":"who are you?"}')
  }).listen(0, '127.0.0.1')
  await once(provider, 'listening')
  const tenantUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/scim/v2`

  const saved = await ask('PATCH', `${app}/settings`, {
    tenantUrl,
    secretToken: ` ${secret} `,
    notificationEmail: 'it@contoso.example',
  })
  expect(saved.body).toMatchObject({ tenantUrl, secretToken: '(stored)', notificationEmail: 'it@contoso.example' })
  expect((await ask('PATCH', `${app}/settings`, { interval: 60 })).body).toMatchObject({
    secretToken: '(stored)',
    interval: 60,
  })
  const tried = await ask('POST', `${app}/test-connection`)
  expect(tried.body).toMatchObject({
    ok: false,
    message:
      'The application refuses the Secret Token (401: who are you?). Generate a new token in its admin console and store it: usher settings "Dynamic Signal" --secret-token -.',
    exchange: { status: 401 },
  })
  await ask('POST', `${app}/assignments`, { who: 'bea@contoso.example', role: 'User' })
  expect((await ask('POST', `${app}/run`, { yes: true })).text).toContain('The application refuses the Secret Token')
  expect((await ask('GET', `${app}/status`)).body).toMatchObject({
    job: { code: 'Quarantine', lastError: { code: 'Unauthorized' } },
  })
  for (const path of [
    `${app}/settings`,
    '/usher/status',
    '/usher/apps',
    '/usher/log',
    `${app}/plan`,
    '/usher/why?who=bea@contoso.example',
    app,
  ]) {
    await ask('GET', path)
  }
  provider.close()
  expect(all).toContain('provider: true')
  expect(all.filter((text) => text.includes(secret) || text.includes(token))).toEqual([])
})

test('a client that goes away before there is an answer leaves nothing on the console', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const tenantUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/scim/v2`
  await ask('PATCH', `${app}/settings`, { tenantUrl, secretToken: secret })
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const sent = {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify((await ask('GET', `${app}/schema`)).body),
    signal: AbortSignal.timeout(300),
  }
  const asked = fetch(new URL(`${app}/schema/plan`, service.url), sent).then((answer) => answer.text())
  await expect(asked).rejects.toThrow(/timeout/)
  await sleep(100)
  silent.closeAllConnections()
  silent.close()
  expect(said.mock.calls).toEqual([])
  said.mockRestore()
})
