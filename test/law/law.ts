/**
 * The law: whatever happened to the source, and however often the target failed or the process died, enough cycles
 * make the target agree with the source, with no duplicates; and then a dry run is empty.
 */
import {
  add, compileRule, mappingOf, planCycle, runCycle, TargetUnusable,
  type AttributeDefinition, type Instant, type Journal, type Ports, type Rule, type SynchronizationSchema,
} from '@usher/engine' // prettier-ignore
import fc from 'fast-check'
import { MemoryTarget, type Fault } from './memory-target.ts'
import { userRole, World, type Happening } from './world.ts'

export type Episode = {
  readonly happenings: readonly Happening[]
  readonly faults: readonly (Fault | null)[]
  /** The process dies at this call to a port; before or after the call took effect. */
  readonly crash: { readonly call: number; readonly when: 'before' | 'after' } | null
}
export type History = readonly Episode[]

/** A journal under test. `restart` forgets the watermark. */
export type Remembering = { journal(now: () => Instant): Journal; restart(): Promise<void> }

const slot = fc.integer({ min: 0, max: 5 })
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('create' as const), slot }) },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constantFrom('disable', 'enable', 'assign', 'unassign', 'delete', 'restore', 'purge', 'vanish'),
      slot,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constantFrom('name' as const, 'rename' as const),
      slot,
      to: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('manage' as const), slot, by: slot }) },
)
const fault = fc.oneof(
  { weight: 5, arbitrary: fc.constant(null) },
  { weight: 3, arbitrary: fc.constantFrom<Fault>('refused', 'answerLost', 'down') },
)
const episode: fc.Arbitrary<Episode> = fc.record({
  happenings: fc.array(happening, { minLength: 1, maxLength: 8 }),
  faults: fc.array(fault, { maxLength: 12 }),
  crash: fc.option(
    fc.record({ call: fc.integer({ min: 1, max: 25 }), when: fc.constantFrom('before' as const, 'after' as const) }),
  ),
})
export const histories: fc.Arbitrary<History> = fc.array(episode, { minLength: 1, maxLength: 8 })

class Crash extends Error {}

/** Lives through a history and returns what is wrong in the end; nothing means that the law holds. */
export async function breaks(history: History, memory: Remembering): Promise<readonly string[]> {
  const world = new World()
  const target = new MemoryTarget()
  let clock = '2026-01-01T00:00:00.000Z' as Instant
  const now = (): Instant => clock
  const rule = lawRule()
  let vanished = false

  const ports = (): Ports => ({
    source: world.source(),
    target: target.target(),
    journal: memory.journal(now),
    now,
    digest: (text) => text,
    random: (count) => new Uint8Array(count),
  })
  const cycle = async (crash: Episode['crash'], verify: boolean): Promise<void> => {
    try {
      await runCycle(mortal(ports(), crash), rule, options(now, verify))
    } catch (error) {
      if (!(error instanceof Crash) && !(error instanceof TargetUnusable)) throw error
    }
    clock = add(clock, 60_000)
  }

  for (const { happenings, faults, crash } of history) {
    for (const event of happenings) {
      if (event.what === 'vanish') vanished = removeByHand(world, target, event.slot) || vanished
      else world.happen(event)
    }
    target.failNext(faults)
    await cycle(crash, false)
  }
  target.failNext([])
  // An account that somebody removed by hand is noticed when everything is read again.
  if (vanished) await memory.restart()
  for (let round = 0; round < 6; round += 1) {
    await cycle(null, vanished)
    clock = add(clock, 25 * 3600_000)
  }
  return [...disagreements(world, target), ...(await leftToDo(ports(), rule, now))]
}

function options(now: () => Instant, verify: boolean) {
  return { started: now(), context: { now: now() }, verify, progress: () => undefined, stopped: () => false }
}

function removeByHand(world: World, target: MemoryTarget, slotNumber: number): boolean {
  const upn = world.at(slotNumber)?.upn
  const found = [...target.accounts].find(([, account]) => account['userName'] === upn)
  return found !== undefined && target.accounts.delete(found[0])
}

function disagreements(world: World, target: MemoryTarget): readonly string[] {
  const wrong: string[] = []
  const accountOf = (upn: string) => [...target.accounts].filter(([, account]) => account['userName'] === upn)
  const owned = new Set<string>()
  for (const person of world.people.values()) {
    if (!world.inScope(person)) continue
    const [first, second] = accountOf(person.upn)
    if (first === undefined || second !== undefined) {
      wrong.push(`${person.id} (${person.upn}) has ${first === undefined ? 'no account' : 'two accounts'}`)
      continue
    }
    const [id, account] = first
    owned.add(id)
    if (account['active'] !== true) wrong.push(`${person.id} is in scope but inactive`)
    if (account['displayName'] !== person.name)
      wrong.push(`${person.id} is called ${String(account['displayName'])}, not ${person.name}`)
    const manager = person.manager === null ? undefined : world.people.get(person.manager)
    if (manager === undefined || !world.inScope(manager)) continue
    const expected = accountOf(manager.upn)[0]?.[0]
    const actual = (account['manager'] as { value?: string } | undefined)?.value
    if (actual !== expected) wrong.push(`${person.id} has manager ${actual}, not ${expected}`)
  }
  for (const [id, account] of target.accounts) {
    if (!owned.has(id) && account['active'] === true)
      wrong.push(`account ${id} (${String(account['userName'])}) is active for nobody`)
  }
  return wrong
}

async function leftToDo(ports: Ports, rule: Rule, now: () => Instant): Promise<readonly string[]> {
  const left: string[] = []
  for await (const { plan } of planCycle(ports, rule, options(now, false))) {
    for (const change of plan.changes) {
      if (change.action !== 'none')
        left.push(`a dry run would still ${change.action} ${change.ref.id}: ${change.reason.code}`)
    }
  }
  return left
}

/** Ports of a process that dies at one call; whatever it still had in flight does nothing any more. */
function mortal(ports: Ports, crash: Episode['crash']): Ports {
  if (crash === null) return ports
  let calls = 0
  let dead = false
  const wrap =
    <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (dead) throw new Crash()
      calls += 1
      if (calls !== crash.call) return call(...args)
      dead = true
      if (crash.when === 'after') await call(...args).catch(() => undefined)
      throw new Crash()
    }
  const { source, target, journal } = ports
  return {
    ...ports,
    source: { changes: source.changes, read: wrap(source.read) },
    target: {
      ...target,
      find: wrap(target.find),
      get: wrap(target.get),
      create: wrap(target.create),
      update: wrap(target.update),
    },
    journal: {
      ...journal,
      links: wrap(journal.links),
      looksOf: wrap(journal.looksOf),
      intend: wrap(journal.intend),
      record: wrap(journal.record),
    },
  }
}

export function lawRule(guard: Rule['guard'] = null): Rule {
  const text = (name: string, rest: Partial<AttributeDefinition> = {}): AttributeDefinition => ({
    name,
    type: 'String',
    ...rest,
  })
  const row = (expression: string, targetAttributeName: string, matchingPriority = 0) =>
    mappingOf({ expression, targetAttributeName, matchingPriority })
  const schema: SynchronizationSchema = {
    directories: [
      {
        name: 'source',
        objects: [{ name: 'User', attributes: [text('userPrincipalName'), text('displayName'), text('manager', { type: 'Reference' })] }],
      },
      {
        name: 'target',
        objects: [
          {
            name: 'User',
            attributes: [text('userName', { caseExact: false }), text('active', { type: 'Boolean' }), text('displayName'), text('manager', { type: 'Reference' })],
          },
        ],
      },
    ],
    synchronizationRules: [
      {
        id: 'law', name: 'law', priority: 1, sourceDirectoryName: 'source', targetDirectoryName: 'target',
        objectMappings: [
          {
            name: 'people', enabled: true, flowTypes: 'Add, Update', sourceObjectName: 'User', targetObjectName: 'User', scope: null,
            attributeMappings: [
              row('[userPrincipalName]', 'userName', 1),
              row('Switch([IsSoftDeleted], , "False", "True", "True", "False")', 'active'),
              row('[displayName]', 'displayName'),
              row('[manager]', 'manager'),
            ],
          },
        ],
      },
    ],
  } // prettier-ignore
  return compileRule(schema, {
    version: '1',
    appRoles: [{ id: userRole, value: 'User', displayName: 'User' }],
    requiresRole: true,
    syncAll: false,
    onVanished: 'recreate',
    skipOutOfScopeDeletions: false,
    guard,
    guardWindow: 40,
  })
}
