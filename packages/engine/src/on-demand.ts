/** Provision on demand: a few objects, now, each step with what it found (engine.md section 8). */
import type { Ref } from '@usher/scim'
import { apply } from './apply/apply.ts'
import { placingOf } from './apply/members.ts'
import { carryOutMembers } from './carry-out-members.ts'
import type { CycleOptions } from './carry-out.ts'
import { ableTo, hasMembers, ruleFor, type Rule, type Rules } from './job/rule.ts'
import { refKey } from './map/references.ts'
import { decideMembers } from './members.ts'
import { nothingHeld } from './plan/hold.ts'
import { planPage, type Planned } from './page.ts'
import type { Decided } from './plan/membership.ts'
import { TargetUnusable, type Ports } from './ports.ts'
import { connectionSteps, memberSteps, objectSteps, type DemandStep, type Looked } from './record/demand-steps.ts'
import { settle } from './record/settle.ts'
import type { Change, Entry, Membership, Outcome } from './types.ts'

/** Objects, people before groups; and memberships of groups among them that are wanted with them. */
export type Demand = { readonly refs: readonly Ref[]; readonly memberships: readonly Membership[] }
/**
 * What came of one object. `planned`: it was only looked at. `partial`: its account was written and something about it was not
 * (BT-25). `busy`: a cycle is writing it at this moment, so nothing was done.
 */
export type DemandResult = 'planned' | 'success' | 'partial' | 'failure' | 'skipped' | 'busy'
export type Demanded = {
  readonly ref: Ref
  readonly change: Change | null
  readonly result: DemandResult
  readonly steps: readonly DemandStep[]
}

/** Looks, and with `write` acts: a person asked for exactly these, so nothing of it waits for consent. */
export async function provisionOnDemand(
  ports: Ports,
  all: Rules,
  options: Pick<CycleOptions, 'context' | 'started'> & { readonly write: boolean },
  demand: Demand,
): Promise<readonly Demanded[]> {
  const rules = ableTo(ports.target.able, all)
  const of: Demanding = { ports, rules, options, demand }
  const entries = new Map((await ports.source.read(demand.refs)).map((entry) => [refKey(entry.ref), entry]))
  const ordered = demand.refs.flatMap((ref) => entries.get(refKey(ref)) ?? [])
  const results: Demanded[] = []
  try {
    for (const [rule, some] of Map.groupBy(ordered, ({ ref }) => ruleFor(rules, ref)))
      results.push(...(await objects(of, rule, some)))
    return demand.memberships.length === 0 || !hasMembers(rules) ? results : await withMembers(of, results)
  } catch (error) {
    if (!(error instanceof TargetUnusable)) throw error
    // Nothing can be said of the others while the application cannot be used (OD-3: shown only on failure).
    const told = new Set(results.map(({ ref }) => refKey(ref)))
    const steps = connectionSteps(error.error)
    const rest = demand.refs.filter((ref) => !told.has(refKey(ref)))
    return [...results, ...rest.map((ref) => ({ ref, change: null, result: 'failure', steps }) as const)]
  }
}

type Demanding = {
  readonly ports: Ports
  readonly rules: Rules
  readonly options: Parameters<typeof provisionOnDemand>[2]
  readonly demand: Demand
}

async function objects(of: Demanding, rule: Rule, entries: readonly Entry[]): Promise<readonly Demanded[]> {
  const { ports, options: { context, write } } = of // prettier-ignore
  const looked: Looked[] = []
  const pageOptions = { context, verify: true, hold: nothingHeld, index: null, asked: 'demand' } as const
  // What was asked and found is told by object, so objects are planned one after the other.
  const pages: Planned[] = []
  for (const entry of entries) {
    const spied = spying(ports, looked, refKey(entry.ref))
    pages.push(await planPage(spied, rule, [entry], { ...pageOptions, ...(!write && { preview: new Set<string>() }) }))
  }
  const planned: Planned = {
    plan: { id: '', ruleVersion: rule.version, changes: pages.flatMap(({ plan }) => plan.changes), watermark: null },
    traces: new Map(pages.flatMap(({ traces }) => [...traces])),
    looks: new Map(pages.flatMap(({ looks }) => [...looks])),
  }
  const { outcomes, unusable } = write ? await written(of, rule, planned) : nothing
  return planned.plan.changes.map((change) => {
    const key = refKey(change.ref)
    const outcome = outcomes.get(key)
    if (unusable !== null && outcome === undefined)
      return { ref: change.ref, change, result: 'failure', steps: connectionSteps(unusable.error) }
    const steps = objectSteps(rule, { change, outcome, looked: looked.filter((one) => one.of === key) })
    return { ref: change.ref, change, result: resultOf(change, outcome, write), steps }
  })
}

/** By `refKey`; null: left to a cycle that writes it now. `unusable`: why the others were not tried. */
type Written = { readonly outcomes: ReadonlyMap<string, Outcome | null>; readonly unusable: TargetUnusable | null }
const nothing: Written = { outcomes: new Map(), unusable: null }

async function written(
  { ports, options: { context, started } }: Demanding,
  rule: Rule,
  planned: Planned,
): Promise<Written> {
  const taken = await ports.journal.intend(planned.plan)
  const working = { rule, context, stopped: () => false }
  const { outcomes, busy, unusable } = await apply(ports, working, { ...planned, taken }, new Map())
  const settling = { rule, able: ports.target.able, started, initial: false, digest: ports.digest }
  await ports.journal.record(outcomes.map((outcome) => settle(outcome, settling)), null) // prettier-ignore
  const told = outcomes.map((outcome) => [refKey(outcome.change.ref), outcome] as const)
  return { outcomes: new Map([...told, ...busy.map((ref) => [refKey(ref), null] as const)]), unusable }
}

function resultOf(change: Change, outcome: Outcome | null | undefined, write: boolean): DemandResult {
  if (!write) return change.action === 'none' ? (change.error === undefined ? 'skipped' : 'failure') : 'planned'
  if (outcome === null) return 'busy'
  if (outcome === undefined) return 'failure'
  if (outcome.result === 'failure')
    return outcome.targetId !== undefined || outcome.written.length > 0 ? 'partial' : 'failure'
  return outcome.result === 'skipped' ? 'skipped' : outcome.result === 'warning' ? 'partial' : 'success'
}

async function withMembers(of: Demanding, results: readonly Demanded[]): Promise<readonly Demanded[]> {
  const { ports, rules, options: { context, write }, demand: { memberships } } = of // prettier-ignore
  const present = await ports.source.present(memberships)
  const decided = await decideMembers(ports, memberships, { present, looked: false, actual: null })
  const isWritten = write && decided.some((one) => placingOf(one).length > 0)
  const summary = isWritten ? await carryOutMembers(ports, { rules, context }, decided) : null
  const after = isWritten ? await ports.journal.members.links(memberships) : null
  return results.map((one) => {
    const own: readonly Decided[] = decided.filter(({ membership }) => refKey(membership.group) === refKey(one.ref))
    if (own.length === 0) return one
    const steps = [...one.steps, ...memberSteps(own, after)]
    const failed = summary !== null && steps.some(({ step, status }) => step === 'members' && status === 'failure')
    return { ...one, steps, result: failed && one.result !== 'failure' ? 'partial' : resultWith(one, own, write) }
  })
}

/** A group that has nothing to change itself may still get members. */
function resultWith({ result }: Demanded, decided: readonly Decided[], write: boolean): DemandResult {
  const moves = decided.some((one) => placingOf(one).length > 0)
  return result === 'skipped' && moves ? (write ? 'success' : 'planned') : result
}

/** The target, with a note of everything that was asked of it and found. */
function spying(ports: Ports, looked: Looked[], of: string): Ports {
  const { target } = ports
  return {
    ...ports,
    target: {
      ...target,
      // It may become known only with the first request.
      get able() {
        return target.able
      },
      async find(type, terms, trace) {
        const found = await target.find(type, terms, trace)
        looked.push({ of, by: terms.map(({ path, value }) => ({ path, value })), found })
        return found
      },
      async get(ref, trace) {
        const found = await target.get(ref, trace)
        looked.push({ of, by: null, id: ref.id, found: found === null ? [] : [found] })
        return found
      },
    },
  }
}
