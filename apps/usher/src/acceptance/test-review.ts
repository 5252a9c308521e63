/** Plans, undo and provision on demand in the words of a scenario. */
import type { DemandLine } from '../review/demand.ts'
import { demand } from '../review/demand.ts'
import { applyPlan } from '../review/apply-plan.ts'
import { makePlan } from '../review/make-plan.ts'
import { carryOutUndo, showUndo, type UndoLine } from '../review/undo.ts'
import type { DoneBy } from '../store/deeds.ts'
import { approve, changesOf, type Which } from '../store/plan-changes.ts'
import { planOf } from '../store/plans.ts'
import type { World } from './test-world.ts'

const watched = { progress: () => undefined, stopped: () => false }

/** Keeps a plan and approves what is said of it; all of it without. Returns its id. */
export async function approved(world: World, ...parts: readonly Which[]): Promise<string> {
  const of = { app: world.app, job: await world.readJob(), proposed: null, actor: 'test' }
  const id = await makePlan(world.house, of, () => undefined)
  for (const which of parts.length === 0 ? [{}] : parts) await approve(world.store, id, which, true)
  return id
}

/** Applies it. Returns each change: whose, what, what came of it. */
export async function applied(world: World, id: string, stopped = watched.stopped): Promise<readonly string[]> {
  const of = { app: world.app, job: await world.readJob(), id }
  await world.runner.hold(world.job, (lease) => applyPlan(world.house, { ...of, lease }, { ...watched, stopped }))
  return changes(world, id)
}

export async function changes(world: World, id: string): Promise<readonly string[]> {
  const found = await changesOf(world.store, id, { after: -1, limit: 1000 })
  return found.map(
    ({ displayName, action, approved: is, outcome }) =>
      `${displayName}: ${action} ${outcome ?? (is ? 'waits' : 'not approved')}`,
  )
}

export async function planned(world: World, id: string) {
  return planOf(world.store, world.job, id)
}

/** What an undo would do; and with `yes` it is done. */
export async function undone(world: World, by: DoneBy, yes: boolean): Promise<readonly string[]> {
  const of = { app: world.app, job: await world.readJob(), by }
  const lines: UndoLine[] = []
  await showUndo(world.house, of, (line) => void lines.push(line))
  if (yes) await world.runner.hold(world.job, (lease) => carryOutUndo(world.house, of, lease, watched))
  return lines
    .map(({ displayName, action, changes: changed, cannot }) =>
      [`${displayName}: ${action}`, ...changed.map((one) => `${one.displayName}=${one.newValue}`), ...cannot].join(
        '; ',
      ),
    )
    .toSorted()
}

/** Provisions on demand in the job of the world. */
export async function demanded(
  world: World,
  {
    who,
    members = [],
    write = false,
  }: { readonly who: readonly string[]; readonly members?: readonly string[]; readonly write?: boolean },
): Promise<readonly DemandLine[]> {
  const refOf = (name: string) => ({ type: name.startsWith('Team') ? 'Group' : 'User', id: world.id(name) })
  const refs = who.map(refOf)
  const groups = refs.filter(({ type }) => type === 'Group')
  const inside = groups.flatMap((group) => members.map((name) => ({ group, member: refOf(name) })))
  return demand(world, { app: world.app, job: await world.readJob(), asked: { refs, members: inside }, write })
}

/** `import success, scoping success, …` */
export function stepsOf({ steps }: DemandLine): string {
  return steps.map(({ step, status }) => `${step} ${status}`).join(', ')
}
