/** The memberships of a cycle: what came or went, groups that are read whole, and what is to be looked at again. */
import type { Ref } from '@usher/scim'
import { decideMembers } from './members.ts'
import type { Decided } from './plan/membership.ts'
import { memberKey } from './map/references.ts'
import { TargetError, type Ports } from './ports.ts'
import type { Exchange, Link, Membership, ProvisioningError, Watermark } from './types.ts'
import { inPages } from './source/pages.ts'

/** Memberships that are decided together. */
const perPage = 1000
/** Each pass looks again at what the one before it could not do. */
const mostPasses = 3

/** `expected`: accounts that a plan would make, by `refKey`; `groups`: those of them that are groups. Nothing is written then. */
export type MemberFeed = {
  readonly after: Watermark | null
  /** The target's groups are read and compared. */
  readonly verify: boolean
  readonly expected?: { readonly links: Pick<ReadonlyMap<string, Link>, 'get'>; readonly groups: readonly Ref[] }
  /** Hears of a group whose members the target does not give now. */
  readonly unread?: (group: Ref, failed: Unread) => Promise<void>
}
export type Unread = { readonly error: ProvisioningError; readonly trace: readonly Exchange[] }

/** Pages of decided memberships; each is to be carried out before the next is asked for. */
export async function* memberPages(ports: Ports, feed: MemberFeed): AsyncGenerator<readonly Decided[]> {
  const { source, journal } = ports
  const expected = feed.expected === undefined ? {} : { expected: feed.expected.links }
  const asked = async (page: readonly Membership[], looked: boolean): Promise<readonly Decided[]> =>
    decideMembers(ports, page, { present: await source.present(page), looked, actual: null, ...expected })

  if (feed.after !== null) for await (const page of source.memberships(feed.after)) yield await asked(page, false)
  for (const group of feed.expected?.groups ?? []) yield* groupPages(ports, group, feed)
  for await (const looks of journal.looks(['membersUnread'], ports.now())) {
    for (const { ref } of looks) {
      const whole = yield* groupPages(ports, ref, feed)
      if (whole && feed.expected === undefined) await journal.members.wasRead(ref)
    }
  }
  for (let pass = 0; pass < (feed.expected === undefined ? mostPasses : 1); pass += 1) {
    let any = false
    for await (const page of journal.members.looks(ports.now())) {
      any = true
      yield await asked(page, true)
    }
    if (!any) return
  }
}

/**
 * All of one group: who was in it and may be no longer, then who is in it now.
 *
 * Returns false, and nothing about the group, when the target does not give its members.
 */
export async function* groupPages(
  ports: Ports,
  group: Ref,
  { verify, expected, unread }: MemberFeed,
): AsyncGenerator<readonly Decided[], boolean> {
  const { source, journal } = ports
  const found = verify && expected === undefined ? await membersAt(ports, group) : null
  if (found !== null && 'error' in found) {
    await unread?.(group, found)
    return false
  }
  const actual = found
  const more = expected === undefined ? {} : { expected: expected.links }
  if (actual !== null) yield* besides(ports, group, actual)
  for await (const known of journal.members.of(group)) {
    const present = await source.present(known)
    const gone = known.filter((_, at) => present[at] !== true)
    if (gone.length > 0)
      yield await decideMembers(ports, gone, { present: gone.map(() => false), looked: false, actual, ...more })
  }
  for await (const members of source.members(group)) {
    for (const page of inPages(members, perPage)) {
      const memberships = page.map((member) => ({ group, member }))
      yield await decideMembers(ports, memberships, { present: 'all', looked: false, actual, ...more })
    }
  }
  return true
}

/** Who is in the group there, belongs to the directory's people and not to the group: put in by hand. Strangers stay. */
async function* besides(ports: Ports, group: Ref, actual: ReadonlySet<string>): AsyncGenerator<readonly Decided[]> {
  const { source, journal } = ports
  for (const ids of inPages([...actual], perPage)) {
    const owners = await journal.owners('User', ids)
    const memberships = [...owners.values()].map((member) => ({ group, member }))
    const present = await source.present(memberships)
    const known = await journal.members.links(memberships)
    const extra = memberships.filter((one, at) => present[at] !== true && !known.has(memberKey(one)))
    if (extra.length === 0) continue
    yield await decideMembers(ports, extra, { present: extra.map(() => false), looked: false, actual })
  }
}

async function membersAt({ journal, target }: Ports, group: Ref): Promise<ReadonlySet<string> | Unread | null> {
  const [link] = (await journal.links([group])).values()
  if (link === undefined || link.targetId === null || link.state === 'released') return null
  const trace: Exchange[] = []
  try {
    const ids = await target.members(link.targetId, trace)
    return ids === null ? null : new Set(ids)
  } catch (error) {
    if (error instanceof TargetError) return { error: error.error, trace }
    throw error
  }
}
