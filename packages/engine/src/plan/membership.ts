/** Whether a member must be put into a group at the target, or taken out of it, and why not. */
import type { Change, Link, MemberLink, Membership } from '../types.ts'

/** `present`: so the directory says now. `known`: what is known of it at the target. */
export type MembershipFacts = {
  readonly membership: Membership
  readonly present: boolean
  readonly known: MemberLink | null
  readonly group: Link | null
  readonly member: Link | null
  /** Read from the target: the ids that the group holds. Null: not asked. */
  readonly actual: ReadonlySet<string> | null
}

/**
 * `same`: is as it should be. `forget`: neither here nor there. `wait`: an account is missing, and its arrival brings the
 * membership back.
 */
export type MembershipDecision =
  | { readonly what: 'add' | 'remove' | 'same'; readonly ids: MemberIds }
  | { readonly what: 'forget' }
  | { readonly what: 'wait'; readonly for: 'group' | 'member' }

/** The target ids of a group and of somebody in it. */
export type MemberIds = { readonly group: string; readonly member: string }

export function decideMembership({ present, known, group, member, actual }: MembershipFacts): MembershipDecision {
  const groupId = group?.state === 'managed' && group.active ? group.targetId : null
  if (groupId === null) {
    // A group that was let go may come back, with whoever is in it then; one that is linked anew is read whole.
    return group === null ? { what: 'forget' } : { what: 'wait', for: 'group' }
  }
  const written = known?.written?.group === groupId ? known.written : null
  const unsure = known !== null && !known.sure
  if (!present) {
    const id = written?.member ?? (actual === null ? null : (member?.targetId ?? null))
    const there = id !== null && (actual === null || actual.has(id) || unsure)
    return there ? { what: 'remove', ids: { group: groupId, member: id } } : { what: 'forget' }
  }
  const memberId = member?.targetId ?? null
  if (memberId === null) return { what: 'wait', for: 'member' }
  const there = written?.member === memberId && !unsure && (actual === null || actual.has(memberId))
  const ids = { group: groupId, member: memberId }
  if (there || actual?.has(memberId) === true) return { what: 'same', ids }
  // Who is switched off keeps the memberships they have, and gets new ones when they return.
  return member?.state === 'managed' && member.active ? { what: 'add', ids } : { what: 'wait', for: 'member' }
}

/** A membership with what was decided of it. `looked`: it comes from the list of looks, which it leaves. */
export type Decided = {
  readonly membership: Membership
  readonly known: MemberLink | null
  readonly decision: MembershipDecision
  readonly looked: boolean
}

/** A membership that would come or go. */
export type MemberChange = NonNullable<Change['members']>[number]
