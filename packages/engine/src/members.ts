/** Memberships of a page: gather what is known, and decide. */
import type { Ref } from '@usher/scim'
import { memberKey, refKey } from './map/references.ts'
import { decideMembership, type Decided } from './plan/membership.ts'
import type { Ports } from './ports.ts'
import type { Link, Membership } from './types.ts'

/** `actual`: what the target's group holds, when it was read. `expected`: accounts that a plan would make. */
export type Gathering = {
  readonly present: readonly boolean[] | 'all'
  /** They come from the list of looks, which they leave. */
  readonly looked: boolean
  readonly actual: ReadonlySet<string> | null
  readonly expected?: Pick<ReadonlyMap<string, Link>, 'get'>
}

/** What is to be done about each of these. */
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
  const decided = memberships.map(({ group, member }, at) => {
    const membership = { group, member }
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
  if (passedOn.length === 0) return decided
  const ofTypes = [...Map.groupBy(passedOn, ({ type }) => type)].map(async ([type, some]) => {
    const owners = await journal.owners(type, some.map(({ id }) => id)) // prettier-ignore
    return some.flatMap(({ group, id }) => {
      const member = owners.get(id)
      return member === undefined ? [] : [{ group, member, id }]
    })
  })
  const heirs = (await Promise.all(ofTypes)).flat()
  const there = await source.present(heirs)
  const kept = new Set(heirs.filter((_, at) => there[at] === true).map(({ group, id }) => `${group.id}/${id}`))
  return decided.map((one) => {
    const { membership, decision } = one
    const stays = decision.what === 'remove' && kept.has(`${membership.group.id}/${decision.ids.member}`)
    return stays ? { ...one, decision: { what: 'forget' } } : one
  })
}
