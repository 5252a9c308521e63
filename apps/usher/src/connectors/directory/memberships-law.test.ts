/**
 * The feed's law: whoever follows it knows in the end who is in which group and who has the application through what,
 * though every reading looks only at what it was told had changed.
 */
import type { Database } from '@usher/host'
import type { Source, Watermark } from '@usher/engine'
import type { Ref } from '@usher/scim'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { assign, insertApplication, unassign, type Application } from '../../store/applications.ts'
import { Wrong, type Store } from '../../store/directory.ts'
import { deleteGroup } from '../../store/group-life.ts'
import { addMembers, removeMembers } from '../../store/group-members.ts'
import { createGroup, setGroup } from '../../store/groups.ts'
import type { Tables } from '../../store/tables.ts'
import { deleteUser, purgeUser } from '../../store/user-life.ts'
import { setUser } from '../../testing/set-user.ts'
import { kinds, newTenant, openStore } from '../../testing/stores.ts'
import { nothingComputed } from './computed.ts'
import { directorySource } from './source.ts'

const people = 5
const groups = 5

/** What is true, kept by hand: direct members by group, the groups that are assigned, and those that can be. */
type World = {
  readonly store: Store
  readonly app: Application
  readonly people: string[]
  readonly groups: string[]
  readonly members: Map<string, Set<string>>
  readonly assigned: Set<string>
  readonly secure: Set<string>
}

async function newWorld(database: Database<Tables>): Promise<World> {
  const store = await newTenant(database)
  const app = await insertApplication(store, { displayName: 'S', templateId: 'x', appRoles: [], requiresRole: false })
  const world: World = {
    store, app, people: [], groups: [], members: new Map(), assigned: new Set(), secure: new Set(),
  } // prettier-ignore
  for (let n = 0; n < people; n += 1) world.people[n] = await newPerson(world)
  for (let n = 0; n < groups; n += 1) world.groups[n] = await newGroup(world)
  return world
}

async function newPerson({ store }: World): Promise<string> {
  return (await setUser(store, `${randomUUID()}@contoso.example`, {})).user.id
}

async function newGroup(world: World): Promise<string> {
  const { id } = await createGroup(world.store, randomUUID().replaceAll('-', ' '))
  world.members.set(id, new Set())
  world.secure.add(id)
  return id
}

const person = fc.nat(people - 1)
const group = fc.nat(groups - 1)
const some = fc.record({ people: fc.uniqueArray(person, { maxLength: 3 }), groups: fc.uniqueArray(group, { maxLength: 2 }) }) // prettier-ignore
const steps = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('add' as const), group, some }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('remove' as const), group, some }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('assign' as const, 'unassign' as const), group }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('secure' as const, 'insecure' as const), group }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), group }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('purge' as const), person }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('read' as const) }) },
)
type Step = typeof steps extends fc.Arbitrary<infer S> ? S : never

async function take(world: World, step: Exclude<Step, { do: 'read' }>): Promise<void> {
  const { store, app } = world
  if (step.do === 'purge') {
    const gone = world.people[step.person] ?? ''
    world.people[step.person] = await newPerson(world)
    await deleteUser(store, gone)
    await purgeUser(store, gone)
    for (const members of world.members.values()) members.delete(gone)
    return
  }
  const id = world.groups[step.group] ?? ''
  const members = world.members.get(id) ?? new Set()
  switch (step.do) {
    case 'add': {
      const who = chosen(world, step.some).filter((one) => one !== id)
      await addMembers(store, id, who)
      who.forEach((one) => members.add(one))
      return
    }
    case 'remove': {
      const who = chosen(world, step.some)
      await removeMembers(store, id, who)
      who.forEach((one) => members.delete(one))
      return
    }
    case 'assign':
      if (!world.secure.has(id)) return
      await assign(store, app, id, null)
      world.assigned.add(id)
      return
    case 'unassign':
      if (world.assigned.delete(id)) await unassign(store, app, id)
      return
    case 'secure':
    case 'insecure':
      await setGroup(store, id, { securityEnabled: step.do === 'secure' })
      if (step.do === 'secure') world.secure.add(id)
      else world.secure.delete(id)
      return
    case 'delete':
      world.groups[step.group] = await newGroup(world)
      await deleteGroup(store, id)
      world.members.delete(id)
      world.assigned.delete(id)
      for (const others of world.members.values()) others.delete(id)
  }
}

function chosen(world: World, which: { readonly people: readonly number[]; readonly groups: readonly number[] }) {
  return [...which.people.map((n) => world.people[n] ?? ''), ...which.groups.map((n) => world.groups[n] ?? '')]
}

/** Everything a follower should know: memberships, and through what each person has the application. */
function truth(world: World, nested: boolean): readonly string[] {
  const isGroup = (id: string): boolean => world.members.has(id)
  const all = (id: string, seen = new Set<string>()): ReadonlySet<string> => {
    if (seen.has(id)) return seen
    seen.add(id)
    for (const member of world.members.get(id) ?? []) all(member, seen)
    return seen
  }
  return [...world.members.keys()].flatMap((id) => {
    const direct = [...(world.members.get(id) ?? [])]
    const members = nested ? [...all(id)].filter((one) => !isGroup(one)) : direct
    const gives = world.assigned.has(id) && world.secure.has(id)
    return [
      ...members.map((one) => `${one} is in ${id}`),
      ...(gives ? members.filter((one) => !isGroup(one)).map((one) => `${one} has it by ${id}`) : []),
      ...(gives ? [`${id} has it`] : []),
    ]
  }).toSorted() // prettier-ignore
}

/** Follows the feed as a cycle does: the watermark is that of the first thing read, and only what is told is looked at. */
function follower(world: World, nested: boolean) {
  const source = directorySource(world.store, world.app.id, nothingComputed, { nested }) as Required<Source>
  const memberships = new Set<string>()
  const given = new Map<string, readonly string[]>()
  let after: Watermark | null = null
  const look = async (type: string): Promise<Watermark | null> => {
    let mark: Watermark | null = null
    for await (const { entries, watermark } of source.changes({ type, after })) {
      mark ??= watermark
      for (const { ref, object, assignments } of entries) {
        const has = assignments.map(({ via }) =>
          type === 'Group' ? `${ref.id} has it` : `${ref.id} has it by ${via.id}`,
        )
        given.set(ref.id, object === null ? [] : has)
        if (type === 'Group' && after === null) await all(ref)
      }
    }
    return mark
  }
  const all = async (ref: Ref): Promise<void> => {
    for await (const page of source.members(ref)) for (const { id } of page) memberships.add(`${id} is in ${ref.id}`)
  }
  return {
    nested,
    async read(): Promise<void> {
      const mark = await look('User')
      await look('Group')
      if (after !== null) {
        for await (const page of source.memberships(after)) {
          const present = await source.present(page)
          page.forEach(({ group: to, member }, at) => {
            const key = `${member.id} is in ${to.id}`
            if (present[at] === true) memberships.add(key)
            else memberships.delete(key)
          })
        }
      }
      after = mark
    },
    knows: (): readonly string[] => [...memberships, ...new Set([...given.values()].flat())].toSorted(),
  }
}

describe.each(kinds)('whoever follows the feed of a directory on %s', (kind) => {
  let database: Database<Tables>
  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
  })
  afterAll(() => database.close())

  test('knows after each reading who is in which group, at any depth, and who has the application by what', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 25 }), async (history) => {
        const world = await newWorld(database)
        const followers = [follower(world, false), follower(world, true)]
        for (const step of [...history, { do: 'read' as const }]) {
          if (step.do !== 'read') await take(world, step)
          else {
            for (const one of followers) {
              await one.read()
              expect(one.knows(), one.nested ? 'nested' : 'direct').toEqual(truth(world, one.nested))
            }
          }
        }
      }),
      { numRuns: 25 },
    )
  }, 120_000)
})

describe('whoever follows the feed while many change the directory on PostgreSQL', () => {
  let database: Database<Tables>
  beforeAll(async () => {
    ;({ database } = await openStore('postgres', inject('postgresUrl')))
  })
  afterAll(() => database.close())

  const write = fc.oneof(
    fc.record({ do: fc.constant('add' as const), group, some }),
    fc.record({ do: fc.constant('remove' as const), group, some }),
    fc.record({ do: fc.constantFrom('assign' as const, 'unassign' as const), group }),
    fc.record({ do: fc.constantFrom('secure' as const, 'insecure' as const), group }),
  )

  test('knows in the end what somebody who begins afresh knows', async () => {
    const script = fc.record({
      writers: fc.array(fc.array(write, { minLength: 3, maxLength: 12 }), { minLength: 3, maxLength: 6 }),
      pauses: fc.array(fc.nat(8), { minLength: 3, maxLength: 10 }),
    })
    await fc.assert(
      fc.asyncProperty(script, async ({ writers, pauses }) => {
        const world = await newWorld(database)
        const followers = [follower(world, false), follower(world, true)]
        for (const one of followers) await one.read()
        const writing = writers.map(async (list) => {
          for (const step of list) await attempt(world, step)
        })
        const reading = followers.map(async (one) => {
          for (const pause of pauses) {
            await one.read()
            await sleep(pause)
          }
        })
        await Promise.all([...writing, ...reading])
        for (const one of followers) {
          await one.read()
          const afresh = follower(world, one.nested)
          await afresh.read()
          expect(one.knows(), one.nested ? 'nested' : 'direct').toEqual(afresh.knows())
        }
      }),
      { numRuns: 20 },
    )
  }, 120_000)
})

/** As `take`, where somebody else may have been faster. */
async function attempt(world: World, step: Exclude<Step, { do: 'read' }>): Promise<void> {
  try {
    await take(world, step)
  } catch (error) {
    if (!(error instanceof Wrong)) throw error
  }
}
