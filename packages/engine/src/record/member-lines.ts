/** What the log says of memberships: a line for each request, and one for all who have no account. */
import type { Json, Ref } from '@usher/scim'
import { placingOf, type Placed, type Told } from '../apply/members.ts'
import { ruleFor, type Rules } from '../job/rule.ts'
import type { MappingContext } from '../map/desire.ts'
import type { Unread } from '../member-feed.ts'
import { refKey } from '../map/references.ts'
import type { Decided } from '../plan/membership.ts'
import { reasonOfScope } from '../plan/reasons.ts'
import type { Ports, Settled } from '../ports.ts'
import { verdict } from '../scope/verdict.ts'
import type { AttributeChange, Change, Entry, Membership, Reason } from '../types.ts'

/** A line names so many; the counts are exact. */
const mostNamed = 20

/** Requests that put members into a group, or took them out. */
export async function placedLines({ source }: Ports, told: readonly Told[]): Promise<readonly Settled[]> {
  const entries = await read(
    source,
    told.flatMap(({ placed }) => namedOf(placed)),
  )
  return told.map(({ placed, exchanges }) => {
    const { change, targetId } = changeOf(entries, placed)
    const error = placed[0]?.error ?? null
    const outcome = { change, targetId, exchanges, written: change.patch }
    return error === null ? note({ ...outcome, result: 'success' }) : note({ ...outcome, result: 'failure', error })
  })
}

type Entries = ReadonlyMap<string, Entry>
type Written = { readonly change: Change & { readonly action: 'update' }; readonly targetId: string }

function changeOf(entries: Entries, placed: readonly Placed[]): Written {
  const group = groupOf(placed)
  const added = membersOf(placed, 'add')
  const removed = membersOf(placed, 'remove')
  const joining: AttributeChange = { op: 'add', path: 'members', kind: 'reference', to: names(added, entries) }
  const leaving: AttributeChange = { op: 'remove', path: 'members', kind: 'reference', from: names(removed, entries) }
  const patch = [...(added.length > 0 ? [joining] : []), ...(removed.length > 0 ? [leaving] : [])]
  const reason: Reason = { code: 'members', details: { added: added.length, removed: removed.length } }
  const targetId = placed[0]?.placing.ids.group ?? ''
  const base = noteOn(entries.get(refKey(group)) ?? unknown(group), reason, targetId)
  return { change: { ...base, action: 'update', target: { id: targetId, attributes: {} }, patch }, targetId }
}

function membersOf(placed: readonly Placed[], what: 'add' | 'remove'): readonly Ref[] {
  return placed.filter(({ placing }) => placing.what === what).map(({ placing }) => placing.membership.member)
}

/** Whom a line names. */
function namedOf(placed: readonly Placed[]): readonly Ref[] {
  const first = (what: 'add' | 'remove'): readonly Ref[] => membersOf(placed, what).slice(0, mostNamed)
  return [groupOf(placed), ...first('add'), ...first('remove')]
}

/** What a plan says of memberships: a change of their group. */
export async function memberChanges({ source }: Ports, decided: readonly Decided[]): Promise<readonly Change[]> {
  const groups = Map.groupBy(decided.flatMap(placingOf), ({ membership }) => refKey(membership.group))
  const placed = [...groups.values()].map((placings) => placings.map((placing) => ({ placing, error: null })))
  const entries = await read(source, placed.flatMap(namedOf))
  return placed.map((one) => {
    const members = one.map(({ placing: { what, membership } }) => ({ what, ...membership }))
    return { ...changeOf(entries, one).change, members }
  })
}

type Judging = { readonly rules: Rules; readonly context: MappingContext }
type Missing = { readonly membership: Membership }

/** Members without an account, group by group: who, and why. */
export async function missingLines(
  { source }: Ports,
  judging: Judging,
  missing: readonly Missing[],
): Promise<readonly Settled[]> {
  const groups = [...Map.groupBy(missing, ({ membership }) => refKey(membership.group)).values()]
  const named = groups.flatMap((list) => list.slice(0, mostNamed))
  const entries = await read(
    source,
    named.flatMap(({ membership: { group, member } }) => [group, member]),
  )
  return groups.flatMap((list) => {
    const [first] = list
    return first === undefined ? [] : [missingLine(judging, entries, first.membership.group, list)]
  })
}

function missingLine(judging: Judging, entries: Entries, group: Ref, list: readonly Missing[]): Settled {
  const members = list.map(({ membership }) => membership.member)
  const who = members.slice(0, mostNamed).map((ref) => excuse(judging, ref, entries.get(refKey(ref))))
  const more = members.length > mostNamed ? [`and ${members.length - mostNamed} more`] : []
  const count = `${members.length} member${members.length === 1 ? '' : 's'}`
  const reason: Reason = { code: 'membersNotProvisioned', details: { count, who: [...who, ...more].join('; ') } }
  const change: Change = { ...noteOn(entries.get(refKey(group)) ?? unknown(group), reason, ''), action: 'none' }
  return note({ change, result: 'warning', exchanges: [], written: [] })
}

/** A group whose members the application did not give. */
export async function unreadLine({ source }: Ports, group: Ref, { error, trace }: Unread): Promise<Settled> {
  const [entry = unknown(group)] = await source.read([group])
  const reason: Reason = { code: 'targetFailed', details: { problem: error.message } }
  const change: Change = { ...noteOn(entry, reason, ''), action: 'none', error }
  return note({ change, result: 'failure', error, exchanges: trace, written: [] })
}

function excuse({ rules, context }: Judging, ref: Ref, entry: Entry | undefined): string {
  if (entry === undefined || entry.object === null) return `${ref.id} is not in the directory`
  if (!rules.some(({ type }) => type === ref.type)) return `${nameOf(entry)} is a group, and groups are not provisioned`
  const judged = verdict(ruleFor(rules, ref).scope, entry, context)
  return `${nameOf(entry)} ${judged.inScope ? 'has no account yet' : reasonOfScope(judged.because)}`
}

type Note = Pick<Change, 'ref' | 'reason' | 'facts' | 'basis' | 'matching'>

function noteOn(entry: Entry, reason: Reason, targetId: string): Note {
  return {
    ref: entry.ref,
    reason,
    basis: '',
    matching: null,
    facts: {
      entry,
      link: null,
      references: new Map(),
      verdict: { inScope: true, via: 'assignment', checks: [], uses: [] },
      desired: { flows: [], uses: [], problems: [] },
      match: { kind: 'settled', id: targetId },
    },
  }
}

function note(outcome: Settled['outcome']): Settled {
  return { outcome, link: undefined, uses: undefined, note: true }
}

async function read(source: Ports['source'], refs: readonly Ref[]): Promise<Entries> {
  if (refs.length === 0) return new Map()
  return new Map((await source.read(refs)).map((entry) => [refKey(entry.ref), entry]))
}

function names(refs: readonly Ref[], entries: Entries): Json {
  const named = refs.slice(0, mostNamed).map((ref) => nameOf(entries.get(refKey(ref)) ?? unknown(ref)))
  return [...named, ...(refs.length > mostNamed ? [`and ${refs.length - mostNamed} more`] : [])]
}

function nameOf({ ref, object }: Entry): string {
  const name = object?.['displayName'] ?? object?.['userPrincipalName'] ?? ref.id
  return typeof name === 'string' ? name : ref.id
}

function unknown(ref: Ref): Entry {
  return { ref, object: null, assignments: [] }
}

function groupOf(placed: readonly Placed[]): Ref {
  return placed[0]?.placing.membership.group ?? { type: 'Group', id: '' }
}
