/** The world as a source of entries. */
import type { Entry, Membership, Page, Source, Watermark } from '@usher/engine'
import type { Ref } from '@usher/scim'
import { userRole } from './user-role.ts'
import { type World } from './world.ts'

export function sourceOf(world: World): Source {
  const mark = (): Watermark => String(world.sequence) as Watermark
  const after = (watermark: Watermark | null): number => (watermark === null ? 0 : Number(watermark))
  return {
    async *changes({ type, after: from, from: cursor, to }): AsyncGenerator<Page> {
      const watermark = mark()
      const refs = [...world.feed.values()]
        .filter((one) => one.type === type && one.at > after(from) && (from !== null || one.id > (cursor ?? '')))
        .filter(({ id }) => to === undefined || id <= to)
        .toSorted((a, b) => (from === null ? (a.id < b.id ? -1 : 1) : a.at - b.at))
      for (let start = 0; start < Math.max(1, refs.length); start += 3) {
        const entries = refs.slice(start, start + 3).map((ref) => entryOf(world, ref))
        const last = entries.at(-1)?.ref.id
        const more = from === null && last !== undefined ? { cursor: last } : {}
        yield { entries, watermark, total: refs.length, ...more }
      }
    },
    read: (refs) =>
      Promise.resolve([...new Map(refs.map((ref) => [ref.id, ref])).values()].map((ref) => entryOf(world, ref))),
    async *memberships(from): AsyncGenerator<readonly Membership[]> {
      const all = [...world.memberFeed.values()].filter(({ at }) => at > after(from))
      for (let start = 0; start < all.length; start += 3) {
        yield all.slice(start, start + 3).map(({ group, member }) => ({ group, member }))
      }
    },
    async *members({ id }): AsyncGenerator<readonly Ref[]> {
      const all = [...(world.groups.get(id)?.members ?? [])].map((member) => ({ type: 'User', id: member }))
      for (let start = 0; start < all.length; start += 2) yield all.slice(start, start + 2)
    },
    present: (memberships) =>
      Promise.resolve(
        memberships.map(({ group, member }) => world.groups.get(group.id)?.members.has(member.id) === true),
      ),
  }
}

function entryOf(world: World, { type, id }: Ref): Entry {
  return type === 'Group' ? groupEntry(world, id) : personEntry(world, id)
}

function groupEntry(world: World, id: string): Entry {
  const group = world.groups.get(id)
  const ref: Ref = { type: 'Group', id }
  if (group === undefined) return { ref, object: null, assignments: [] }
  const object = { objectId: id, displayName: group.name }
  return { ref, object, assignments: group.assigned ? [{ appRoleId: userRole, via: ref }] : [] }
}

function personEntry(world: World, id: string): Entry {
  const person = world.people.get(id)
  const ref: Ref = { type: 'User', id }
  if (person === undefined) return { ref, object: null, assignments: [] }
  const object = {
    ...person.more,
    objectId: id,
    userPrincipalName: person.upn,
    displayName: person.name,
    accountEnabled: person.enabled,
    ...(person.manager !== null && { manager: { type: 'User', id: person.manager } }),
    ...(person.deleted && { deletedDateTime: '2026-01-01T00:00:00.000Z' }),
  }
  return { ref, object, assignments: person.assigned ? [{ appRoleId: userRole, via: ref }] : [] }
}
