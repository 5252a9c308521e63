/** Memberships of a page: gather what is known, decide, write in batches, and record. */
import type { Ref } from '@usher/scim'
import { batches, place, type Placed, type Placing, type Told } from './apply/members.ts'
import { nextAttempt } from './job/ladder.ts'
import type { Rules } from './job/rule.ts'
import type { MappingContext } from './map/desire.ts'
import { memberKey, refKey } from './map/references.ts'
import { decideMembership, type MembershipDecision } from './plan/membership.ts'
import { each } from './pool.ts'
import { TargetUnusable, type Ports } from './ports.ts'
import { missingLines, placedLine } from './record/member-lines.ts'
import type { CycleSummary } from './summary.ts'
import type { Link, MemberLink, Membership } from './types.ts'

export type Decided = {
  readonly membership: Membership
  readonly known: MemberLink | null
  readonly decision: MembershipDecision
  readonly looked: boolean
}
/** `actual`: what the target's group holds, when it was read. `expected`: accounts that a plan would make. */
export type Gathering = {
  readonly present: readonly boolean[] | 'all'
  /** They come from the list of looks, which they leave. */
  readonly looked: boolean
  readonly actual: ReadonlySet<string> | null
  readonly expected?: ReadonlyMap<string, Link>
}
export async function decideMembers(
  ports: Ports,
  memberships: readonly Membership[],
  { present, looked, actual, expected }: Gathering,
): Promise<readonly Decided[]> {
  const { journal } = ports
  const refs = new Map(memberships.flatMap(({ group, member }) => [group, member]).map((ref) => [refKey(ref), ref]))
  const [links, known] = await Promise.all([journal.links([...refs.values()]), journal.members.links(memberships)])
  const linkOf = (ref: Ref): Link | null => links.get(refKey(ref)) ?? expected?.get(refKey(ref)) ?? null
  const exists = present === 'all' ? memberships.map(() => true) : present
  const decided = memberships.map((membership, at) => {
    const before = known.get(memberKey(membership)) ?? null
    const facts = { membership, present: exists[at] === true, known: before, actual }
    const decision = decideMembership({ ...facts, group: linkOf(membership.group), member: linkOf(membership.member) })
    return { membership, known: before, decision, looked }
  })
  return withoutHeirs(ports, decided, linkOf)
}

/** An account may have passed to somebody else who is in the same group: then it stays there. */
async function withoutHeirs(
  { source, journal }: Ports,
  decided: readonly Decided[],
  linkOf: (ref: Ref) => Link | null,
): Promise<readonly Decided[]> {
  const passedOn = decided.flatMap(({ membership: { group, member }, decision }) =>
    decision.what === 'remove' && linkOf(member)?.targetId !== decision.ids.member
      ? [{ group, type: member.type, id: decision.ids.member }]
      : [],
  )
  const [first] = passedOn
  if (first === undefined) return decided
  const owners = await journal.owners(first.type, passedOn.map(({ id }) => id)) // prettier-ignore
  const heirs = passedOn.flatMap(({ group, id }) => {
    const member = owners.get(id)
    return member === undefined ? [] : [{ group, member, id }]
  })
  const there = await source.present(heirs)
  const kept = new Set(heirs.filter((_, at) => there[at] === true).map(({ group, id }) => `${group.id}/${id}`))
  return decided.map((one) => {
    const { membership, decision } = one
    const stays = decision.what === 'remove' && kept.has(`${membership.group.id}/${decision.ids.member}`)
    return stays ? { ...one, decision: { what: 'forget' } } : one
  })
}

/** Writes what was decided. Throws `TargetUnusable` after recording what was done until then. */
export async function carryOutMembers(
  ports: Ports,
  { rules, context }: { readonly rules: Rules; readonly context: MappingContext },
  decided: readonly Decided[],
): Promise<CycleSummary['members']> {
  const { target, journal } = ports
  const placings = decided.flatMap(placingOf)
  if (placings.length > 0) await journal.members.intend(placings.map(intended))
  const told: Told[] = []
  let unusable: TargetUnusable | null = null
  // One group's requests go one after the other, since most targets write a group as a whole.
  const groups = Map.groupBy(batches(placings, target.able.membersPerRequest), ([first]) => first?.ids.group)
  await each([...groups.values()], target.able.parallel, async (list) => {
    for (const batch of list) {
      if (unusable !== null) return
      try {
        told.push(...(await place(target, batch)))
      } catch (error) {
        if (!(error instanceof TargetUnusable)) throw error
        unusable = error
      }
    }
  })
  const placed = told.flatMap((one) => one.placed)
  const missing = decided.filter(isMissing)
  const lines = [
    ...(await Promise.all(told.map((one) => placedLine(ports, one)))),
    ...(await missingLines(ports, { rules, context }, missing)),
  ]
  const known = [...placed.flatMap((one) => learnt(one, ports)), ...decided.flatMap(asKnown)]
  const forgotten = [
    ...placed
      .filter(({ placing, error }) => placing.what === 'remove' && error === null)
      .map(({ placing }) => placing.membership),
    ...decided
      .filter(({ decision, known: before }) => decision.what === 'forget' && before !== null)
      .map(({ membership }) => membership),
  ]
  if (known.length + forgotten.length + lines.length > 0) await journal.members.record(known, forgotten, lines)
  const vanished = new Map(
    placed.filter(isGroupGone).map(({ placing: { membership } }) => [refKey(membership.group), membership.group]),
  )
  for (const group of vanished.values()) await journal.members.distrust(group)
  if (unusable !== null) throw unusable
  const count = (what: Placing['what']): number =>
    placed.filter(({ placing, error }) => placing.what === what && error === null).length
  return {
    added: count('add'),
    removed: count('remove'),
    missing: missing.length,
    failed: placed.filter(({ error }) => error !== null).length,
  }
}

export function placingOf({ membership, known, decision }: Decided): readonly Placing[] {
  return decision.what === 'add' || decision.what === 'remove'
    ? [{ what: decision.what, membership, ids: decision.ids, known }]
    : []
}

/** From before it is written until the answer is known it may be so or not. */
function intended({ membership, ids }: Placing): MemberLink {
  return { ...membership, written: ids, sure: false, reported: false }
}

function isMissing({ known, decision }: Decided): boolean {
  return decision.what === 'wait' && decision.for === 'member' && known?.reported !== true && known?.written == null
}

function isGroupGone({ error }: Placed): boolean {
  return error?.code === 'InvalidAnchor'
}

function learnt(
  { placing: { what, membership, ids, known }, error }: Placed,
  { now: ask }: Ports,
): readonly MemberLink[] {
  if (error === null) return what === 'remove' ? [] : [{ ...membership, written: ids, sure: true, reported: false }]
  const now = ask()
  const since = known?.failed?.since ?? now
  const attempts = (known?.failed?.attempts ?? 0) + 1
  const failed = { since, attempts, error, next: nextAttempt(since, now, attempts, error.retry) }
  return [{ ...membership, written: ids, sure: false, reported: false, failed }]
}

/** What needs no writing, but must be remembered so that it is found again, or is known better now. */
function asKnown({ membership, known, decision, looked }: Decided): readonly MemberLink[] {
  const kept = nowKnown(membership, known, decision)
  const isNew = looked || known === null || JSON.stringify(kept) !== JSON.stringify([known])
  return isNew ? kept : []
}

function nowKnown(
  membership: Membership,
  known: MemberLink | null,
  decision: MembershipDecision,
): readonly MemberLink[] {
  switch (decision.what) {
    case 'add':
    case 'remove':
    case 'forget':
      return []
    case 'same':
      return [{ ...membership, written: decision.ids, sure: true, reported: false }]
    case 'wait': {
      const { written = null, sure = true, reported = false } = known ?? {}
      return [{ ...membership, written, sure, reported: reported || decision.for === 'member' }]
    }
  }
}
