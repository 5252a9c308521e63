/** What happens in the directory, and what the next incremental cycle makes of it (engine.md section 2.4). */
import type { SynchronizationSchema } from '@usher/engine'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { dynamicSignal } from '../gallery/dynamic-signal/template.ts'
import { assign, insertApplication, unassign, type Application } from '../store/applications.ts'
import type { Store } from '../store/directory.ts'
import { addMembers, removeMembers } from '../store/group-members.ts'
import { createGroup, setGroup } from '../store/groups.ts'
import { insertJob, saveCredentials, type Job } from '../store/jobs.ts'
import { links } from '../store/journal.ts'
import { deleteUser, restoreUser } from '../store/user-life.ts'
import { houseOn, openGround, type Ground } from '../acceptance/test-ground.ts'
import { setUser } from '../testing/set-user.ts'
import { startProvider, type Provider } from '../testing/provider.ts'
import { kinds, newTenant } from '../testing/stores.ts'
import { createRunner, type Runner } from './runner.ts'

const upn = (name: string): string => `${name}@contoso.example`

describe.each(kinds)('an incremental cycle on %s', (kind) => {
  let ground: Ground
  let store: Store
  let runner: Runner
  let provider: Provider
  let app: Application
  let job: Job
  const ids = new Map<string, string>()
  beforeAll(async () => void (ground = await openGround(kind, inject('postgresUrl'))))
  // Ana is assigned, Bea through the group Sales; Cem and Dan are not. Whoever is in Legal passes no filter.
  beforeEach(async () => {
    store = await newTenant(ground.database)
    provider = await startProvider()
    app = await insertApplication(store, { ...dynamicSignal, templateId: dynamicSignal.id, requiresRole: false })
    job = await insertJob(store, app, { ...dynamicSignal, schema: filtered(dynamicSignal.schema) })
    await saveCredentials(store, ground.keys, job.id, { tenantUrl: provider.tenantUrl, secretToken: 'x' })
    for (const name of ['ana', 'bea', 'cem', 'dan']) {
      const values = { displayName: name, mailNickname: name, department: 'Sales', jobTitle: 'Seller' }
      ids.set(name, (await setUser(store, upn(name), values)).user.id)
    }
    await createGroup(store, 'Sales')
    await addMembers(store, 'Sales', [ids.get('bea') ?? ''])
    await assign(store, app, upn('ana'), null)
    await assign(store, app, 'Sales', null)
    runner = createRunner(houseOn(ground, store), () => undefined)
    await cycle()
    expect(states()).toEqual(['ana active', 'bea active'])
  })
  afterEach(async () => {
    await runner.close()
    await provider.close()
  })
  afterAll(() => ground.close())

  const id = (name: string): string => ids.get(name) ?? ''
  const cycle = async (): Promise<readonly string[]> => {
    const before = provider.asked.length
    const end = await runner.run(job.id, false)
    expect(end).toMatchObject({ summary: { failed: 0 } })
    return provider.asked.slice(before).filter((one) => !one.startsWith('GET'))
  }
  const states = (): readonly string[] =>
    [...provider.users.values()]
      .map(({ userName, active }) => `${String(userName).split('@')[0]} ${active === true ? 'active' : 'inactive'}`)
      .toSorted()
  const linkState = async (name: string): Promise<string | undefined> => {
    const found = await links(store, job.id, [{ type: 'User', id: id(name) }])
    return found.get(`User/${id(name)}`)?.state
  }
  const disabled = () => setUser(store, upn('ana'), { accountEnabled: false })
  const deleted = () => deleteUser(store, upn('ana'))
  const away = () => unassign(store, app, upn('ana'))

  type Row = {
    readonly event: string
    readonly happens: () => Promise<unknown>
    readonly sends: readonly string[]
    readonly leaves: readonly string[]
    /** Who is asked for the state of the link, and what it is. */
    readonly link?: readonly [string, string | undefined]
    readonly before?: () => Promise<unknown>
  }
  const both = ['ana active', 'bea active']
  const rows: readonly Row[] = [
    { event: 'CY-30: somebody is assigned', happens: () => assign(store, app, upn('cem'), null), sends: ['POST Users'], leaves: [...both, 'cem active'], link: ['cem', 'managed'] },
    { event: 'CY-30: somebody comes to an assigned group', happens: () => addMembers(store, 'Sales', [id('cem')]), sends: ['POST Users'], leaves: [...both, 'cem active'] },
    { event: 'CY-31: a mapped attribute changes', happens: () => setUser(store, upn('ana'), { jobTitle: 'Chief' }), sends: ['PATCH Users'], leaves: both },
    { event: 'CY-31: an attribute changes that nothing maps', happens: () => setUser(store, upn('ana'), { companyName: 'X' }), sends: [], leaves: both },
    { event: 'CY-32: an attribute becomes empty', happens: () => setUser(store, upn('ana'), { jobTitle: null }), sends: [], leaves: both },
    { event: 'CY-33, DP-20: the assignment ends', happens: away, sends: ['PATCH Users'], leaves: ['ana inactive', 'bea active'], link: ['ana', 'released'] },
    { event: 'CY-34: somebody leaves the assigned group', happens: () => removeMembers(store, 'Sales', [id('bea')]), sends: ['PATCH Users'], leaves: ['ana active', 'bea inactive'], link: ['bea', 'released'] },
    { event: 'SC-7: the assigned group is no security group any more', happens: () => setGroup(store, 'Sales', { securityEnabled: false }), sends: ['PATCH Users'], leaves: ['ana active', 'bea inactive'] },
    { event: 'CY-35, DP-24: somebody passes the filter no more', happens: () => setUser(store, upn('ana'), { department: 'Legal' }), sends: ['PATCH Users'], leaves: ['ana inactive', 'bea active'], link: ['ana', 'released'] },
    { event: 'CY-36, DP-25: somebody is disabled', happens: disabled, sends: ['PATCH Users'], leaves: ['ana inactive', 'bea active'], link: ['ana', 'managed'] },
    { event: 'CY-37, DP-26: somebody goes to the recycle bin', happens: deleted, sends: ['PATCH Users'], leaves: ['ana inactive', 'bea active'], link: ['ana', 'managed'] },
    { event: 'CY-38, A-11: somebody is enabled again', before: disabled, happens: () => setUser(store, upn('ana'), { accountEnabled: true }), sends: ['PATCH Users'], leaves: both, link: ['ana', 'managed'] },
    { event: 'CY-38, A-10: somebody comes back from the recycle bin', before: deleted, happens: () => restoreUser(store, upn('ana')), sends: ['PATCH Users'], leaves: both, link: ['ana', 'managed'] },
    { event: 'DP-35: somebody is assigned again', before: away, happens: () => assign(store, app, upn('ana'), null), sends: ['PATCH Users'], leaves: both, link: ['ana', 'managed'] },
    { event: 'A-6: somebody who was unassigned goes to the recycle bin', before: away, happens: deleted, sends: [], leaves: ['ana inactive', 'bea active'] },
    { event: 'CY-40, A-12: somebody disabled is assigned', before: () => setUser(store, upn('cem'), { accountEnabled: false }), happens: () => assign(store, app, upn('cem'), null), sends: [], leaves: both, link: ['cem', undefined] },
    { event: 'CY-41: another manager', before: () => setUser(store, upn('ana'), { manager: upn('bea') }), happens: () => setUser(store, upn('ana'), { manager: null, jobTitle: 'Chief' }), sends: ['PATCH Users'], leaves: both },
    { event: 'SC-5: somebody not assigned changes', happens: () => setUser(store, upn('dan'), { jobTitle: 'Chief' }), sends: [], leaves: both },
  ] // prettier-ignore

  test.each(rows)('$event', async ({ before, happens, sends, leaves, link }) => {
    await before?.()
    await cycle()
    await happens()
    expect(await cycle()).toEqual(sends)
    expect(states()).toEqual(leaves)
    if (link !== undefined) expect(await linkState(link[0])).toBe(link[1])
    expect(await cycle(), 'the cycle after it').toEqual([])
  })

  test('SC-13: a guest gets an account by the address of their own organisation', async () => {
    await setUser(store, 'gil_fabrikam.com#EXT#@contoso.example', { mailNickname: 'gil', department: 'Sales', userType: 'Guest' }) // prettier-ignore
    await assign(store, app, 'gil_fabrikam.com#EXT#@contoso.example', null)
    expect(await cycle()).toEqual(['POST Users'])
    expect([...provider.users.values()].map(({ userName }) => userName)).toContain('gil@fabrikam.com')
  })
})

/** Nobody of Legal. */
function filtered(schema: SynchronizationSchema): SynchronizationSchema {
  const clause = { sourceOperandName: 'department', operatorName: 'NOT EQUALS', targetOperand: { values: ['Legal'] } }
  return {
    ...schema,
    synchronizationRules: schema.synchronizationRules.map((rule) => ({
      ...rule,
      objectMappings: rule.objectMappings.map((mapping) => ({
        ...mapping,
        scope: { groups: [{ name: 'Not Legal', clauses: [clause] }] },
      })),
    })),
  }
}
