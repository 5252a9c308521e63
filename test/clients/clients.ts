import type { Attributes, Json } from '@usher/scim'
import { type Fixture, origin } from '../../apps/dynamic-signal/src/service-fixture.ts'

/** How a client was set when it was recorded. */
export type Profile = 'entra' | 'entra+062020' | 'legacy' | 'rfc' | 'okta'

/**
 * What a client sends in turn, byte by byte as far as the address goes, and what it must hear. `<name>` stands for what
 * an earlier step kept. `people`: so many are there before, kept as `p1`, `p2`, …
 */
export type Recording = {
  readonly name: string
  readonly profiles: readonly Profile[]
  readonly settings?: Attributes
  readonly people?: number
  /** Only for a tenant with groups, or only for one without; else for both. */
  readonly groups?: boolean
  readonly steps: readonly (Step | { readonly make: 'bob'; readonly keep?: Readonly<Record<string, string>> })[]
}

type Step = {
  readonly send: string
  readonly body?: Json
  readonly headers?: Readonly<Record<string, string>>
  readonly token?: string
  readonly status: number | readonly number[]
  /** What the answer must have: members that are named, arrays as long as here; `null` is not there at all. */
  readonly answer?: Json
  readonly keep?: Readonly<Record<string, string>>
  readonly keepHeader?: Readonly<Record<string, string>>
}

const entra = { 'content-type': 'application/scim+json; charset=utf-8' }
const headersOf: Readonly<Record<Profile, Readonly<Record<string, string>>>> = {
  entra,
  'entra+062020': entra,
  legacy: { 'content-type': 'application/json; charset=utf-8' },
  rfc: { ...entra, accept: 'application/scim+json' },
  okta: {
    ...entra,
    accept: 'application/scim+json',
    'accept-charset': 'utf-8',
    'user-agent': 'Okta SCIM Client 1.0.0',
  },
}

const user = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const bob = {
  schemas: [user, enterprise],
  externalId: 'bob',
  userName: 'bob@contoso.com',
  active: true,
  displayName: 'Bob B',
  title: 'Engineer',
  emails: [{ primary: true, type: 'work', value: 'bob@contoso.com' }],
  meta: { resourceType: 'User' },
  name: { formatted: 'Bob B', familyName: 'B', givenName: 'Bob' },
  [enterprise]: { department: 'HR', employeeNumber: '42' },
}

export type Tenant = {
  ask(step: Omit<Step, 'status' | 'answer'>): Promise<Heard>
  readonly kept: Map<string, string>
}
type Heard = { readonly status: number; readonly text: string; readonly body: Json }

let count = 0

/** A tenant of its own, as a client of this profile meets it. */
export async function newTenant(on: Fixture, profile: Profile, settings: Attributes): Promise<Tenant> {
  const name = `client-${++count}`
  const { token, cookie } = await on.tenant(name)
  const admin = { origin, cookie, 'content-type': 'application/json' }
  const set = await on.send('PATCH', '/admin/api/settings', admin, JSON.stringify(settings))
  if (set.status !== 200) throw new Error(set.text)
  const kept = new Map<string, string>()
  return {
    kept,
    async ask({ send, body, headers = {}, token: other = token, keep = {}, keepHeader = {} }) {
      const [method = '', target = ''] = (filled(send, kept) as string).split(' ')
      const payload = body === undefined ? undefined : JSON.stringify(filled(body, kept))
      const { 'content-type': type = '', ...rest } = headersOf[profile]
      const sent = { ...rest, ...(payload !== undefined && { 'content-type': type }), authorization: `Bearer ${other}` }
      const more = filled(headers, kept) as Record<string, string>
      const heard = await on.send(method, `/t/${name}/scim/v2${target}`, { ...sent, ...more }, payload)
      for (const [as, from] of Object.entries(keep)) kept.set(as, String(heard.body[from]))
      for (const [as, from] of Object.entries(keepHeader)) kept.set(as, String(heard.headers[from]))
      return heard
    },
  }
}

/** Plays a recording and tells what the client would not have understood. */
export async function replay(tenant: Tenant, { steps, people = 0 }: Recording): Promise<readonly string[]> {
  const problems: string[] = []
  for (let number = 1; number <= people; number += 1) {
    const body = { schemas: [user], userName: `p${number}@contoso.com`, displayName: `P${number}` }
    await tenant.ask({ send: 'POST /Users', body, keep: { [`p${number}`]: 'id' } })
  }
  for (const each of steps) {
    const step: Step =
      'make' in each ? { send: 'POST /Users', body: bob, status: 201, keep: { bob: 'id', ...each.keep } } : each
    const heard = await tenant.ask(step)
    const wrong = [
      ...([step.status].flat().includes(heard.status) ? [] : [`${heard.status}, not ${String(step.status)}`]),
      ...differences(heard.body, filled(step.answer ?? {}, tenant.kept), ''),
      ...(/[:[,]null\b/.test(heard.text) ? ['There is a null in it'] : []),
    ]
    problems.push(...wrong.map((what) => `${step.send}: ${what}\n${heard.text.slice(0, 800)}`))
  }
  return problems
}

function differences(actual: Json | undefined, wanted: Json, path: string): readonly string[] {
  if (wanted === null) return actual === undefined ? [] : [`${path} is there: ${JSON.stringify(actual)}`]
  if (Array.isArray(wanted)) {
    const length = Array.isArray(actual) ? actual.length : -1
    if (length !== wanted.length) return [`${path} has ${length} elements, not ${wanted.length}`]
    return wanted.flatMap((one: Json, place) =>
      differences((actual as readonly Json[])[place], one, `${path}[${place}]`),
    )
  }
  if (typeof wanted !== 'object')
    return actual === wanted ? [] : [`${path} is ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`]
  const has = typeof actual === 'object' && actual !== null && !Array.isArray(actual) ? (actual as Attributes) : {}
  return Object.entries(wanted).flatMap(([name, one]) => differences(has[name], one, `${path}/${name}`))
}

/** The value with what was kept in place of each `<name>`. */
export function filled(value: Json, kept: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') return value.replaceAll(/<(\w+)>/g, (whole, name: string) => kept.get(name) ?? whole)
  if (Array.isArray(value)) return value.map((each: Json) => filled(each, kept))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, kept)]))
}
