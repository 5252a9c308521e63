/** Plans one page: gather what is known, decide, and say who is held. Nothing is written. */
import type { Rule } from './job/rule.ts'
import { desire, matchingValues, type MappingContext } from './map/desire.ts'
import { refKey, usedRefs } from './map/references.ts'
import type { Index } from './match/index-by-listing.ts'
import { find, type Found, type Sought } from './match/find.ts'
import { previewed } from './match/first-free.ts'
import { intentOf } from './plan/basis.ts'
import { decide } from './plan/decide.ts'
import { heldOf, type Hold } from './plan/hold.ts'
import { isKept, leaving } from './plan/leaving.ts'
import { isSettled } from './plan/settled.ts'
import { each } from './pool.ts'
import { TargetUnusable, type Ports } from './ports.ts'
import { verdict } from './scope/verdict.ts'
import { seen } from './seen.ts'
import type { Change, Desired, Entry, Exchange, Link, Look, Plan, TargetObject, Verdict } from './types.ts'

export type PageOptions = {
  readonly context: MappingContext
  readonly index: Index | null
  /** Read every linked object again, whatever was sent before. */
  readonly verify: boolean
  /** What the guard holds. */
  readonly hold: Hold
  /**
   * A person asked for exactly these: nothing waits for consent any more. `demand`: also what somebody put back before.
   */
  readonly asked?: 'plan' | 'demand'
  /** Accounts as a list showed them, by target id: they need not be read one by one unless they seem to differ. */
  readonly listed?: ReadonlyMap<string, TargetObject>
  /** Ask the target which value of SelectUniqueValue is free now. These are shown as somebody else's already. */
  readonly preview?: Set<string>
}

export type Planned = {
  readonly plan: Plan
  readonly traces: ReadonlyMap<string, readonly Exchange[]>
  readonly looks: ReadonlyMap<string, readonly Look[]>
}

type Draft = {
  readonly entry: Entry
  readonly verdict: Verdict
  readonly link: Link | null
  readonly desired: Desired
  readonly purpose: 'create' | 'update' | 'leave'
  readonly sought: Sought
}

/** What is known of a page before any of its objects is looked for. */
type Gathered = {
  readonly ports: Ports
  readonly rule: Rule
  readonly links: ReadonlyMap<string, Link>
  readonly looks: ReadonlyMap<string, readonly Look[]>
  readonly options: PageOptions
}

export function planPage(ports: Ports, rule: Rule, entries: readonly Entry[], options: PageOptions): Promise<Planned> {
  return seen(ports, 'plan page', entries.length, () => planned(ports, rule, entries, options))
}

async function planned(ports: Ports, rule: Rule, entries: readonly Entry[], options: PageOptions): Promise<Planned> {
  const refs = entries.map((entry) => entry.ref)
  const used = entries.flatMap((entry) => usedRefs(rule.mapping, entry))
  const [links, looks] = await Promise.all([ports.journal.links([...refs, ...used]), ports.journal.looksOf(refs)])
  const gathered = { ports, rule, links, looks, options }
  const drafts = entries.map((entry) => draft(gathered, entry))
  const traces = new Map<string, readonly Exchange[]>()
  const changes = new Map<Draft, Change>()
  await each(drafts, ports.target.able.parallel, async (one) => {
    const trace: Exchange[] = []
    const wished = rule.onVanished === 'recreate' || (looks.get(refKey(one.entry.ref)) ?? []).some(toRecreate)
    const recreate = wished && one.verdict.inScope
    const search = { target: ports.target, type: rule.targetType, index: options.index, recreate, trace }
    const change = equalAsListed(gathered, one) ?? conclude(gathered, one, await found(search, one.sought))
    if (trace.length > 0) traces.set(refKey(one.entry.ref), trace)
    changes.set(one, options.preview === undefined ? change : await previewed(search, change, options.preview))
  })
  return {
    plan: {
      id: '',
      ruleVersion: rule.version,
      changes: drafts.map((one) => changes.get(one) as Change),
      watermark: null,
    },
    traces,
    looks,
  }
}

/** Who was looked for when the target could not be used. */
async function found(search: Parameters<typeof find>[0], sought: Sought): Promise<Found> {
  try {
    return await find(search, sought)
  } catch (error) {
    if (!(error instanceof TargetUnusable) || error.witness === undefined) throw error
    throw new TargetUnusable(error.error, { ...error.witness, about: sought.ref })
  }
}

/** Nothing to change, as a list shows the account; null when that has to be asked. */
function equalAsListed(gathered: Gathered, one: Draft): Change | null {
  const target = gathered.options.listed?.get(one.link?.targetId ?? '')
  if (target === undefined) return null
  const change = conclude(gathered, one, { match: { kind: 'linked', target }, matching: null })
  return change.action === 'none' && change.error === undefined ? change : null
}

/** A person asked for the vanished account to be made again. */
function toRecreate(look: Look): boolean {
  return look.why === 'failed' && look.decision === 'allowed'
}

function draft({ ports, rule, links, looks, options }: Gathered, entry: Entry): Draft {
  const link = links.get(refKey(entry.ref)) ?? null
  const judged = verdict(rule.scope, entry, options.context)
  const purpose = judged.inScope ? (isLinked(link) ? 'update' : 'create') : 'leave'
  const { context } = options
  const desired = desire(rule.mapping, { entry, verdict: judged, references: links, purpose, context })
  const leaver = judged.inScope ? null : { because: judged.because, link, now: context.now }
  const what = leaver === null ? null : leaving(rule, leaver, ports.target.able)
  // Who is skipped is not even looked for: a match would be claimed.
  const ignored = desired.ignored === true
  // What a rule leaves as it is, is not asked for either.
  const kept = what !== null && isKept(what) && link?.active === true
  const verify = options.verify || isDoubtful(looks.get(refKey(entry.ref)))
  const same = !verify && what !== 'delete' && isSettled(link, desired, judged, ports.digest)
  const settled = ignored || kept || same
  // A linked object is searched again only when its account turns out to be gone.
  const searched = judged.inScope && !settled
  const values = searched ? matchingValues(rule.mapping, { entry, verdict: judged, context }) : []
  const idle = judged.inScope ? ignored && !isLinked(link) : link === null || link.state === 'released'
  return { entry, verdict: judged, link, desired, purpose, sought: { ref: entry.ref, link, values, settled, idle } }
}

/**
 * Whether the account is read, whatever was sent to it: for whom something failed, since an account that is gone is not back because
 * nothing is to be written to it; and whose removal waits, since it may be in use although the link holds it for switched off.
 */
function isDoubtful(looks: readonly Look[] = []): boolean {
  return looks.some(({ why }) => why === 'failed' || why === 'removalHeld' || why === 'gathered')
}

function isLinked(link: Link | null): boolean {
  return link !== null && link.targetId !== null
}

function conclude({ ports, rule, links, looks, options }: Gathered, draft: Draft, { match, matching }: Found): Change {
  const { entry, verdict: judged, link } = draft
  // The draft guessed whether this will be a create; a search may have found otherwise.
  const purpose = judged.inScope ? (match.kind === 'absent' ? 'create' : 'update') : 'leave'
  const { context } = options
  const desired =
    purpose === draft.purpose
      ? draft.desired
      : desire(rule.mapping, { entry, verdict: judged, references: links, purpose, context })
  const facts = { entry, link, references: links, verdict: judged, desired, match }
  const { able } = ports.target
  const change = decide(rule, facts, { matching, able, now: context.now, digest: ports.digest })
  const before = looks.get(refKey(entry.ref)) ?? []
  const { asked, hold } = options
  const intent = before.some(({ why }) => why === 'undone') ? intentOf(rule, facts, ports.digest) : null
  const isUndone = before.some((look) => look.why === 'undone' && look.basis === intent)
  if (isUndone && asked !== 'demand') return leftAsItIs(change)
  const held = asked === undefined ? heldOf(rule, change, { looks: before, hold, now: context.now }) : null
  return held === null ? change : { ...change, held }
}

/** Somebody put it back as it was before. */
function leftAsItIs({ ref, facts, basis }: Change): Change {
  return { ref, facts, basis, matching: null, reason: { code: 'undone', details: {} }, action: 'none' }
}
