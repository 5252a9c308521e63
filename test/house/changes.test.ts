import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signIn, type Activity, type Console } from './dynamic-signal.ts'
import { activeWorkers } from './workers.ts'
import {
  app,
  contoso,
  endAll,
  enterprise,
  eventually,
  mapping,
  minute,
  newHouse,
  refused,
  serving,
  usher,
  type Run,
} from './house.ts'

const house = await newHouse()
// Each test takes somebody of its own.
const [, , , pilot = '', leaver = '', quiet = '', night = ''] = activeWorkers().map(({ userName }) => userName)
let start: Run
let console: Console

beforeAll(async () => {
  start = house.start()
  await start.until(serving)
  const { urls } = JSON.parse(readFileSync(house.summary, 'utf8')) as { urls: { dynamicSignal: string } }
  console = await signIn(house.data, urls.dynamicSignal)
}, 3 * minute)
afterAll(endAll)

const said: string[] = []

/** Runs a command that must succeed, and answers with what it said. */
async function does(...args: readonly string[]): Promise<string> {
  const { code, all } = await house.usher(...args)
  said.push(all)
  expect(code, `usher ${args.join(' ')}\n${all}`).toBe(0)
  return all
}

const writes = (seen: readonly Activity[]): readonly Activity[] => seen.filter(({ method }) => method !== 'GET')
const operations = (one: Activity | undefined): unknown =>
  (JSON.parse(one?.body ?? '{}') as { Operations?: unknown }).Operations

/** The writes after `id`, once there are as many as wanted. */
const written = (id: number, many: number): Promise<readonly Activity[]> =>
  eventually(`${many} writes`, 5000, async () => {
    const found = writes(await console.since(id))
    return found.length < many ? null : found
  })

const isActive = (userName: string, wanted: boolean) => async (): Promise<number | null> =>
  (await console.account(userName)).active === wanted ? Date.now() : null

test('one attribute set is one PATCH with only that attribute', { timeout: minute }, async () => {
  const before = await console.last()
  const { id } = await console.account('emp1000@contoso.example')
  await does('user', 'set', 'emp1000@contoso.example', 'department=Harbour')
  const [patch] = await written(before, 1)
  expect(patch).toMatchObject({ method: 'PATCH', path: `/scim/v2/Users/${id}`, status: 200 })
  expect(operations(patch)).toEqual([{ op: 'replace', path: `${enterprise}:department`, value: 'Harbour' }])

  // The same value again is no change at all.
  expect(await does('user', 'set', '1000', 'department=Harbour')).toContain('unchanged')
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(writes(await console.since(before))).toHaveLength(1)
})

test(
  'who is unassigned is inactive within two seconds, and active again when assigned',
  { timeout: minute },
  async () => {
    const before = await console.last()
    const who = 'emp1002@contoso.example'
    await does('unassign', app, who, '--from-groups')
    const answered = Date.now()
    const gone = await eventually('inactive', 2000, isActive(who, false))
    process.stdout.write(`Inactive ${Math.max(0, gone - answered)} ms after usher unassign\n`)
    const [off, ...more] = writes(await console.since(before))
    expect(operations(off)).toEqual([{ op: 'replace', path: 'active', value: false }])
    expect(more).toEqual([])
    const left = await does('why', who)
    expect(left).toContain('out of scope')
    expect(left).toContain('is not assigned to the application')
    expect(await does('log', app, '--who', who, '--limit', '1')).toContain('is not assigned to the application')

    await does('assign', app, who, '--role', 'User')
    await eventually('active again', 2000, isActive(who, true))
    expect(await does('why', who)).toMatch(/in scope.*, active/)
    expect(await does('log', app, '--who', who, '--action', 'update', '--limit', '1')).toContain('is in scope again')
  },
)

test(
  'a person is deleted, restored, deleted and purged; the account follows and is never deleted',
  { timeout: minute },
  async () => {
    const who = 'emp1004@contoso.example'
    const { id } = await console.account(who)
    await does('user', 'delete', who)
    await eventually('inactive', 2000, isActive(who, false))
    const deleted = await does('why', who)
    expect(deleted).toContain('soft-deleted')
    expect(deleted).toContain('usher user restore')
    await does('user', 'restore', who)
    await eventually('active again', 2000, isActive(who, true))

    await does('user', 'delete', who)
    await eventually('inactive', 2000, isActive(who, false))
    await does('user', 'purge', who)
    expect((await house.usher('why', who)).code).toBe(3)
    expect((await house.usher('user', 'restore', who)).code).toBe(3)
    const kept = await console.account(who)
    expect(kept).toMatchObject({ id, active: false })
    expect((await console.since(0)).filter(({ method }) => method === 'DELETE')).toEqual([])
  },
)

test('the plan says what would happen and why, and changes nothing', { timeout: minute }, async () => {
  await does('stop', app)
  const before = await console.last()
  await does('user', 'set', pilot, 'jobTitle=Pilot')
  await does('user', 'delete', leaver)
  const plan = await does('plan', app)
  expect(plan).toContain('title: ')
  expect(plan).toMatch(/→ Pilot/)
  expect(plan).toContain('is deleted in the directory')
  expect(plan).toContain('would be 0 created, 1 updated, 1 disabled')
  expect(await does('plan', app), 'a plan can be shown twice').toBe(plan)
  await new Promise((resolve) => setTimeout(resolve, 1200))
  expect(writes(await console.since(before))).toEqual([])
  const paused = await does('why', leaver)
  expect(paused).toContain('now: disable')
  expect(paused).toContain('provisioning is paused')

  await does('run', app)
  const done = await written(before, 2)
  expect(done.map(operations).toSorted(byText)).toEqual(
    [[{ op: 'replace', path: 'active', value: false }], [{ op: 'replace', path: 'title', value: 'Pilot' }]].toSorted(
      byText,
    ),
  )
  expect(await does('log', app, '--action', 'disable', '--limit', '1')).toContain('is deleted in the directory')
})

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

test(
  'mappings that are not saved yet have a plan; it changes nothing, and wrong ones have none',
  { timeout: minute },
  async () => {
    const before = await console.last()
    const file = join(house.data, 'proposed.json')
    await does('schema', 'show', app, '--output', file)
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replaceAll('[jobTitle]', 'ToUpper([jobTitle])'))
    const plan = await does('plan', app, '--schema', file, '--who', pilot)
    expect(plan).toMatch(/title: .* → PILOT/)
    expect(await does('schema', 'show', app), 'nothing was saved').not.toContain('ToUpper')
    writeFileSync(file, text.replaceAll('[jobTitle]', '[jobTitel]'))
    const wrong = await house.usher('plan', app, '--schema', file)
    expect(wrong.code).toBe(2)
    expect(wrong.all).toContain('mapping to title: The source has no attribute jobTitel. Did you mean jobTitle?')
    expect(writes(await console.since(before))).toEqual([])
  },
)

test('usher why says each state', { timeout: minute }, async () => {
  const { out } = await house.usher('--json', 'user', 'list', '--limit', '1000')
  const { users } = JSON.parse(out) as { users: { userPrincipalName: string; accountEnabled: boolean }[] }
  const disabled = users.find(({ accountEnabled }) => !accountEnabled)
  expect(await does('why', disabled?.userPrincipalName ?? '')).toMatch(/out of scope.*, no account/)
  expect(await does('why', quiet, app)).toMatch(/in scope.*, active[^]*has nothing to change/)

  refused(await house.usher('undo', app), /Say what to put back: --cycle last, --plan ID or --line ID/)
  refused(await house.usher('removals', app, 'reject', quiet), /No removal of .* is held/)

  await does('user', 'create', 'new@contoso.example', 'displayName=Nina New', 'mailNickname=nina', 'employeeId=7')
  const unassigned = await does('why', 'nina')
  expect(unassigned).toMatch(/out of scope.*, no account/)
  expect(unassigned).toContain('is not assigned to the application')
  expect(unassigned).toMatch(/usher assign \S.* --role/)
  await does('assign', app, 'nina')
  expect(await does('why', 'nina')).toMatch(/role/i)
  await does('assign', app, 'nina', '--role', 'User')
  await eventually('an account', 5000, async () => {
    const { totalResults } = (await (
      await console.scim('/Users?filter=userName%20eq%20%22new@contoso.example%22')
    ).json()) as { totalResults: number }
    return totalResults === 1 ? true : null
  })
  expect(await does('why', 'nina')).toMatch(/in scope.*, active/)
})

test('rows that a second import does not contain are left alone and counted', { timeout: minute }, async () => {
  const before = await console.last()
  const { code, all } = await usher(house.data, ['import', join(contoso, 'hr-1000.csv'), '--mapping', mapping])
  expect(code, all).toBe(0)
  expect(all).toContain('1,000 rows, 624 people')
  // nina has an employeeId and is in no file.
  expect(all).toContain('1 person of the directory not in the file: left alone')
  expect(await does('user', 'show', 'nina')).toContain('enabled')
  // The file overrules what was set by hand; the department comes back.
  const patches = await eventually('the department is back', 5000, async () => {
    const found = writes(await console.since(before))
    return found.some(({ body }) => body?.includes('department') === true) ? found : null
  })
  expect(patches.length).toBeLessThan(5)
})

test(
  'no token and no password stands in clear in any file or in anything that was said',
  { timeout: 2 * minute },
  async () => {
    const { dynamicSignal } = JSON.parse(readFileSync(join(house.data, 'sign-in.json'), 'utf8')) as {
      dynamicSignal: { password: string }
    }
    const service = JSON.parse(readFileSync(join(house.data, 'usher', 'service.json'), 'utf8')) as {
      token: string
      url: string
    }
    // A token that we know, stored as the Secret Token: so its clear text can be looked for.
    const { token } = await console.post<{ token: string }>('/tokens', { label: 'Known', expiresInDays: 1 })
    const stored = await usher(house.data, ['settings', app, '--secret-token', '-'], `${token}\n`)
    said.push(stored.all)
    expect(stored.code, stored.all).toBe(0)
    await does('test-connection', app)
    await does('user', 'set', night, 'department=Night')
    await does('run', app)
    for (const args of [
      ['settings', app],
      ['--json', 'settings', app],
      ['log', app, '--details', '--limit', '500'],
      ['--json', 'log', app, '--limit', '500'],
      ['status'],
    ])
      await does(...args)
    const activity = JSON.stringify(await console.since(0)) + JSON.stringify(await console.get('/tokens'))

    // Nobody is let in without the token of the running service.
    for (const headers of [{}, { authorization: 'Bearer wrong' }]) {
      const answer = await fetch(`${service.url}/usher/status`, { headers })
      expect(answer.status).toBe(401)
    }
    await start.kill('SIGINT')

    const secrets = { password: dynamicSignal.password, 'service token': service.token, 'SCIM token': token }
    const files = filesOf(house.data).filter((file) => !/\/(sign-in|service)\.json$/.test(file))
    expect(files.length).toBeGreaterThan(100)
    for (const [name, secret] of Object.entries(secrets)) {
      expect(secret.length).toBeGreaterThan(15)
      for (const file of files) expect(readFileSync(file).includes(secret), `${name} in ${file}`).toBe(false)
      expect(said.join('\n').includes(secret), `${name} in an answer`).toBe(false)
      expect(activity.includes(secret), `${name} in Dynamic Signal's answers`).toBe(false)
      if (name !== 'password') expect(start.said().includes(secret), `${name} in what npm start said`).toBe(false)
    }
    for (const file of ['sign-in.json', 'usher.key']) expect(statSync(join(house.data, file)).mode & 0o777).toBe(0o600)
  },
)

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
