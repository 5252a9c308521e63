import type { Exchange, Target } from '@usher/engine'
import type { Attributes } from '@usher/scim'
import { toObject } from './answers.ts'
import { resource, type Caller } from './call.ts'
import type { MemberChange } from './dialects/dialect.ts'
import { Refused } from './failures.ts'
import type { Shape } from './pages.ts'
import { sizeOf } from './payload.ts'
import { holds, patchBody, putBack, type Callers } from './update.ts'

/** Bytes that the members of a large group may take: 300,000 with an address and a name each. */
const most = 64 * 1024 * 1024

/** Adds and removes members; who is one already, or none any more, is no error. */
export function memberChanges(
  { call, write }: Callers,
  { dialect, offers, payload = Number.POSITIVE_INFINITY }: Shape & { readonly payload?: number | undefined },
): Target['changeMembers'] {
  const patch = async (group: string, change: MemberChange, trace: Exchange[]): Promise<void> => {
    const operations = dialect.members(change)
    if (operations.length === 0) return
    const body = patchBody(operations)
    if (sizeOf(body) > payload && change.add.length + change.remove.length > 1) {
      for (const half of halves(change)) await patch(group, half, trace)
      return
    }
    await write('update', trace, { method: 'PATCH', path: resource('Group', group), body })
  }
  return async (group, change, trace) => {
    if (!offers.patch) {
      const place = { path: resource('Group', group), trace, etag: offers.etag, most }
      await putBack({ call, write }, place, (now) => ({ ...now, members: changed(now['members'], change) }))
      return
    }
    const add = dialect.checksMembers ? await newcomers(call, { group, ids: change.add }, trace) : change.add
    try {
      await patch(group, { ...change, add }, trace)
    } catch (error) {
      if (!isNobodyThere(error) || change.remove.length === 0) throw error
      // One of them was no member any more: the others go on without them.
      await patch(group, { add, remove: [] }, trace)
      for (const one of change.remove) await patch(group, { add: [], remove: [one] }, trace).catch(unlessNobodyThere)
    }
  }
}

/** What is too large for one request, as two. */
function halves({ add, remove }: MemberChange): readonly MemberChange[] {
  const split = (ids: readonly string[]) => [
    ids.slice(0, Math.ceil(ids.length / 2)),
    ids.slice(Math.ceil(ids.length / 2)),
  ]
  if (add.length > 0 && remove.length > 0)
    return [
      { add, remove: [] },
      { add: [], remove },
    ]
  return add.length > 0
    ? split(add).map((half) => ({ add: half, remove: [] }))
    : split(remove).map((half) => ({ add: [], remove: half }))
}

/** The target ids of all members; null: there is no such group. */
export async function membersOf(call: Caller, group: string, trace: Exchange[]): Promise<readonly string[] | null> {
  const query = { attributes: 'members' }
  const answer = await call('get', trace, { method: 'GET', path: resource('Group', group), query, most })
  if (answer === null) return null
  return elements(toObject(answer.body).attributes['members']).flatMap(({ value }) =>
    typeof value === 'string' ? [value] : [],
  )
}

type Asked = { readonly group: string; readonly ids: readonly string[] }

/**
 * Who is not a member yet, as far as the application can tell.
 *
 * Entra asks before it removes, too; here a removal is always sent, since an application that does not understand the
 * question would keep somebody who has to go.
 */
async function newcomers(call: Caller, { group, ids }: Asked, trace: Exchange[]): Promise<readonly string[]> {
  const there = await Promise.all(
    ids.map((of) => holds(call, { type: 'Group', id: group, attribute: 'members', of }, trace)),
  )
  return ids.filter((_, index) => there[index] !== true)
}

function changed(members: unknown, { add, remove }: MemberChange): readonly Attributes[] {
  const gone = new Set(remove)
  const kept = elements(members).filter(({ value }) => typeof value === 'string' && !gone.has(value))
  const known = new Set(kept.map(({ value }) => value))
  return [...kept, ...add.filter((value) => !known.has(value)).map((value) => ({ value }))]
}

function elements(members: unknown): readonly Attributes[] {
  return Array.isArray(members) ? (members as readonly Attributes[]) : []
}

/** RFC 7644 §3.5.2.2: a filter that selects nobody may be refused. */
function isNobodyThere(error: unknown): boolean {
  return error instanceof Refused && error.scimType === 'noTarget'
}

function unlessNobodyThere(error: unknown): void {
  if (!isNobodyThere(error)) throw error
}
