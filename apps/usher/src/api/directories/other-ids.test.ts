import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '../../graph/openapi.ts'
import { furnished, ref, startTwo, type Two } from './test-two.ts'

type Kind = string
/** What each name in an address is, by the address up to it; the first that fits. */
const kinds: readonly (readonly [RegExp, Kind])[] = [
  [/^\/usher\/apps\/:app$/, 'app'],
  [/\/jobs\/:job$/, 'job'],
  [/\/object-connections\/:who$/, 'user'],
  [/\/plans\/:id$/, 'plan'],
  [/^\/usher\/groups\/:group$/, 'group'],
  [/^\/usher\/users\/:who$/, 'user'],
  [/^\/usher\/webhooks\/:name$/, 'webhook'],
  [/\/applications\/:id$/, 'registration'],
  [/\/servicePrincipals\/:id\/appRoleAssignments\/:assignment$/, 'permission'],
  [/\/servicePrincipals\/:id\/appRoleAssignedTo\/:assignment$/, 'assignedUser'],
  [/\/servicePrincipals\/:id$/, 'app'],
  [/\/owners\/:owner$/, 'user'],
  [/\/groups\/:id\/appRoleAssignments\/:assignment$/, 'assignedGroup'],
  [/\/users\/:id\/appRoleAssignments\/:assignment$/, 'assignedUser'],
  [/\/groups\/:id$/, 'group'],
  [/\/users\/:id$/, 'user'],
  [/\/members?\/:member$/, 'user'],
  [/\/directoryObjects\/:id$/, 'user'],
  [/\/deletedItems\/:id$/, 'gone'],
  [/\/directoryRoles\/:id$/, 'directoryRole'],
  [/\/roleAssignments\/:id$/, 'given'],
  [/\/roleDefinitions\/:id$/, 'definition'],
  [/\/directoryAudits\/:id$/, 'act'],
  [/\/provisioning\/:id$/, 'line'],
  [/\/organization\/:id$/, 'organization'],
  [/\/oauth2PermissionGrants\/:id$/, 'grant'],
]

/** Addresses that name nothing of a directory, each with what they name. */
const shared: readonly (readonly [RegExp, string])[] = [
  [/:file/, 'the name that a download gets'],
  [/^\/usher\/gallery\/|\/applicationTemplates\//, 'what every directory can add'],
  [/^\/usher\/directories\//, 'a directory, which is done on the machine only'],
  [
    /\/templates\/:template|\/schema\/directories\/:directory|\/schema\/versions\/:version/,
    'part of what was named before',
  ],
]

/** What a change is asked with, by the end of its address, so that it is refused for nothing but the id. */
const bodies: readonly (readonly [RegExp, unknown])[] = [
  [/^PATCH .*\/groups\/:group$/, { description: 'taken over' }],
  [/^PATCH \/usher\/users\/:who$/, { department: 'taken over' }],
  [/^PATCH \/usher\/apps\/:app$/, { requiresRole: false }],
  [/^POST .*\/members(\/remove)?$/, { members: [] }],
  [/^POST .*\/assignments(\/remove)?$/, { who: 'ana@contoso.example' }],
  [/^POST .*\/(removals|adoptions|changes)$/, { decision: 'allowed', who: 'all' }],
  [/^PUT .*\/object-connections\/:who$/, { targetAnchor: 'x' }],
  [/\/schema\/expression$/, { expression: '[mail]' }],
  [/\/schema\/scope$/, {}],
  [/\/schema\/scope\/why$/, { who: 'ana@contoso.example' }],
  [/\/check\w+$/, { groupIds: [randomUUID()], ids: [randomUUID()] }],
  [/\/validateCredentials$/, { credentials: [{ key: 'BaseAddress', value: 'http://127.0.0.1:9/' }] }],
  [/\$ref$/, ref('00000000-0000-4000-8000-000000000000')],
]

/** What is answered in another way, whatever is named. */
const answers: readonly (readonly [RegExp, number])[] = [
  [/\/acquireAccessToken$/, 501],
  [/\/members\/:member$/, 405],
]

/** What the directories of this test have none of. */
const unfurnished: readonly (readonly [RegExp, string])[] = [
  [/\/object-connections\/:who$/, 'accounts'],
  [/\/plans\/:id$/, 'kept plans'],
  [/\/logo$/, 'pictures'],
  [/\/bulkUpload\/\$value$/, 'what was uploaded, which nothing keeps'],
  [/\/provisioning\/:id$/, 'lines of the log'],
]

const never = (kind: Kind): string =>
  ({
    job: `dynamicSignal.${randomUUID().replaceAll('-', '')}.${randomUUID()}`,
    assignedUser: 'A'.repeat(43),
    assignedGroup: 'A'.repeat(43),
    permission: 'A'.repeat(43),
    given: `${'A'.repeat(32)}-1`,
    webhook: 'hook-none',
    act: `Usher_${randomUUID()}_999999`,
    line: '999999',
    plan: randomUUID(),
  })[kind] ?? randomUUID()

let two: Two
let one: Readonly<Record<Kind, string>>
let other: Readonly<Record<Kind, string>>
beforeAll(async () => {
  two = await startTwo()
  one = await furnished(two.one, 'one')
  other = await furnished(two.other, 'other')
})
afterAll(() => two.close())

type Place = { readonly route: string; readonly method: string; readonly path: string; readonly names: readonly { readonly name: string; readonly kind: Kind }[] } // prettier-ignore

const places: readonly Place[] = operations
  .filter(({ path }) => path.includes(':') && !shared.some(([pattern]) => pattern.test(path)))
  .map(({ method, path }) => {
    const names = [...path.matchAll(/:\w+/g)].map(({ 0: name, index }) => {
      const upTo = path.slice(0, index + name.length)
      const kind = kinds.find(([pattern]) => pattern.test(upTo))?.[1]
      if (kind === undefined) throw new Error(`${method} ${path}: say in this test what ${name} is.`)
      return { name, kind }
    })
    return { route: `${method} ${path}`, method, path, names }
  })

function address({ path, names }: Place, of: (kind: Kind, at: number) => string): string {
  return names.reduce((text, { name, kind }, at) => text.replace(name, encodeURIComponent(of(kind, at))), path)
}

/** What is said, with the ids of the request left out. */
async function said(place: Place, url: string, ids: readonly string[]): Promise<readonly [number, string]> {
  const body = place.method === 'GET' ? undefined : (bodies.find(([pattern]) => pattern.test(place.route))?.[1] ?? {})
  const { status, text, body: answer } = await two.other.ask(place.method, url, body)
  const message = answer.error?.message ?? text
  return [status, ids.reduce((one, id) => one.replaceAll(id, 'ID').replaceAll(encodeURIComponent(id), 'ID'), message)]
}

/** Answers that do not end. */
const streams = /\/events$/

const read = places.filter(({ method, path }) => method === 'GET' && !streams.test(path))
test.each(read)('$route: what is of one is there', async (place) => {
  const url = address(place, (kind) => one[kind] ?? never(kind))
  const { status } = await two.one.ask('GET', url)
  expect(status).toBe(unfurnished.some(([pattern]) => pattern.test(place.path)) ? 404 : 200)
})

// A role of Entra has the same id everywhere: it is nobody's.
/** Whoever has no job yet may put anything in its place. */
const anyJob = /:job\/validateCredentials$/
const everywhere = new Set(['directoryRole'])

test.each(places)('$route: what is of another directory is answered like what is not there', async (place) => {
  for (const [at, { kind }] of place.names.entries()) {
    if (everywhere.has(kind) || (kind === 'job' && anyJob.test(place.path))) continue
    const foreign = one[kind] ?? never(kind)
    const none = never(kind)
    const theirs = address(place, (one, index) => (index === at ? foreign : (other[one] ?? never(one))))
    const nobodys = address(place, (one, index) => (index === at ? none : (other[one] ?? never(one))))
    const answer = await said(place, theirs, [foreign, none])
    expect.soft(answer, theirs).toEqual(await said(place, nobodys, [foreign, none]))
    expect.soft(answer[0], theirs).toBe(answers.find(([pattern]) => pattern.test(place.path))?.[1] ?? 404)
  }
})
