/**
 * Reconciliation: what differs in the target from what the mapping says, because somebody changed it there (BT-19).
 *
 * The target is read in pages instead of account by account; what seems to differ is read once more by itself, since a
 * list may leave out attributes. What the feed brings is left to the cycle.
 */
import type { Ref } from '@usher/scim'
import { worker, type CycleOptions } from './carry-out.ts'
import type { PlannedPage } from './feed.ts'
import { ableTo, hasMembers, ruleFor, type Rule, type Rules } from './job/rule.ts'
import { settleReferences } from './look-again.ts'
import { refKey } from './map/references.ts'
import { groupPages, type MemberFeed } from './member-feed.ts'
import type { Decided } from './plan/membership.ts'
import { planPage, type PageOptions, type Planned } from './page.ts'
import type { Ports } from './ports.ts'
import { memberChanges } from './record/member-lines.ts'
import { nothingHeld } from './plan/hold.ts'
import { leaving } from './plan/leaving.ts'
import { verdict } from './scope/verdict.ts'
import { inPages } from './source/pages.ts'
import type { CycleSummary } from './summary.ts'
import type { Entry, Exchange, TargetObject } from './types.ts'

const perPage = 100

/** What differs, page by page; `only`: of these alone, without reading the others. Writes nothing. */
export async function* planReconciliation(
  ports: Ports,
  all: Rules,
  options: CycleOptions & { readonly only?: readonly Ref[] },
): AsyncGenerator<Planned> {
  const rules = ableTo(ports.target.able, all)
  const of = { ports, rules, options, gone: new Set<string>() }
  if (options.only !== undefined) {
    for await (const { planned } of some(of, options.only)) yield planned
    return
  }
  for await (const { planned } of drifted(of)) yield planned
  for await (const decided of membersApart(of)) {
    const changes = await memberChanges(ports, decided)
    const plan = { id: '', ruleVersion: rules[0].version, changes, watermark: null }
    if (changes.length > 0) yield { plan, traces: new Map(), looks: new Map() }
  }
}

/** Makes the target what the mapping says again. */
export async function runReconciliation(ports: Ports, all: Rules, options: CycleOptions): Promise<CycleSummary> {
  const rules = ableTo(ports.target.able, all)
  const { carryOut, carryOutMembers, unread, summary } = worker(ports, rules, options, { initial: false, expected: 0 })
  const of = { ports, rules, options, gone: new Set<string>() }
  await carryOut({ phase: 'drift', first: true, total: 0 }, drifted(of))
  await settleReferences({
    ports,
    stopped: options.stopped,
    carryOut: (phase, refs) => carryOut({ phase, first: false, total: refs.length }, some(of, refs)),
  })
  if (!options.stopped()) await carryOutMembers(membersApart(of, unread))
  return summary()
}

/** `gone`: target ids that were asked for and are not there. */
type Reconciling = {
  readonly ports: Ports
  readonly rules: Rules
  readonly options: CycleOptions
  readonly gone: Set<string>
}

async function* drifted(of: Reconciling): AsyncGenerator<PlannedPage> {
  for (const rule of of.rules) {
    const seen = new Set<string>()
    if (of.ports.target.able.list) yield* listed(of, rule, seen)
    yield* unlisted(of, rule, seen)
  }
}

async function* listed(of: Reconciling, rule: Rule, seen: Set<string>): AsyncGenerator<PlannedPage> {
  const { journal, source, target } = of.ports
  const trace: Exchange[] = []
  for await (const { objects } of target.list(rule.targetType, pathsOf(rule), trace)) {
    trace.length = 0
    const accounts = new Map<string, TargetObject>(objects.map((object) => [object.id, object]))
    for (const id of accounts.keys()) seen.add(id)
    const owners = await journal.owners(rule.type, [...accounts.keys()])
    if (owners.size > 0) yield await compared(of, rule, await source.read([...owners.values()]), { listed: accounts })
  }
}

/** "Not in the list" is no proof that an account is gone: each is asked for. */
async function* unlisted(of: Reconciling, rule: Rule, seen: ReadonlySet<string>): AsyncGenerator<PlannedPage> {
  for await (const linked of of.ports.journal.linked(rule.type)) {
    const unseen = linked.filter(({ targetId }) => !seen.has(targetId)).map(({ ref }) => ref)
    for (const refs of inPages(unseen, perPage)) yield await compared(of, rule, await of.ports.source.read(refs), {})
  }
}

/** Some, as who refers to an account that was made again. */
async function* some(of: Reconciling, refs: readonly Ref[]): AsyncGenerator<PlannedPage> {
  for (const [rule, its] of Map.groupBy(refs, (ref) => ruleFor(of.rules, ref)))
    yield await compared(of, rule, await of.ports.source.read(its), {})
}

async function compared(
  { ports, options, gone }: Reconciling,
  rule: Rule,
  entries: readonly Entry[],
  more: Pick<PageOptions, 'listed'>,
): Promise<PlannedPage> {
  const page = await withoutLeavers(ports, rule, options, entries)
  const pageOptions = { context: options.context, verify: true, hold: nothingHeld, index: null, ...more }
  const planned = await planPage(ports, rule, page, pageOptions)
  for (const { facts } of planned.plan.changes) if (facts.match.kind === 'vanished') gone.add(facts.match.id)
  return { rule, planned }
}

/** Who has yet to lose an account is no drift: the cycle sees to it, and the guard counts them. */
async function withoutLeavers(
  { journal, target }: Ports,
  rule: Rule,
  { context }: CycleOptions,
  entries: readonly Entry[],
): Promise<readonly Entry[]> {
  const links = await journal.links(entries.map(({ ref }) => ref))
  return entries.filter((entry) => {
    const link = links.get(refKey(entry.ref))
    if (link?.state !== 'managed') return false
    const judged = verdict(rule.scope, entry, context)
    if (judged.inScope) return true
    const leaver = { because: judged.because, link, now: context.now }
    return !link.active && leaving(rule, leaver, target.able) !== 'delete'
  })
}

/** Memberships that differ; nobody whose account is gone is put into a group. */
async function* membersApart(
  { ports, rules, gone }: Reconciling,
  unread?: MemberFeed['unread'],
): AsyncGenerator<readonly Decided[]> {
  if (!hasMembers(rules)) return
  const isThere = ({ decision }: Decided): boolean => decision.what !== 'add' || !gone.has(decision.ids.member)
  for await (const linked of ports.journal.linked('Group')) {
    for (const { ref } of linked) {
      const pages = groupPages(ports, ref, { after: null, verify: true, ...(unread && { unread }) })
      for await (const decided of pages) yield decided.filter(isThere)
    }
  }
}

function pathsOf(rule: Rule): readonly string[] {
  return [...new Set([...rule.mapping.mappings.map(({ path }) => path), ...rule.mapping.termPaths])]
}
