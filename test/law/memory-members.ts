/** What a journal in memory knows of memberships. */
import { isLogged, memberKey, refKey, type Instant, type MemberJournal, type MemberLink } from '@usher/engine'
import type { Ref } from '@usher/scim'
import type { State, Without } from './memory-state.ts'

export function memberJournal(state: () => State, now: () => Instant, without: Without | undefined): MemberJournal {
  const put = (link: MemberLink, look = false): void => void state().members.set(memberKey(link), { ...link, look })
  return {
    links: (memberships) => {
      const keys = memberships.map(memberKey)
      return Promise.resolve(new Map(keys.flatMap((key) => known(key, state().members.get(key)))))
    },
    async *of(group) {
      await Promise.resolve()
      const all = [...state().members.values()].filter((link) => link.group.id === group.id)
      for (let start = 0; start < all.length; start += 2) yield all.slice(start, start + 2)
    },
    async *looks(due) {
      await Promise.resolve()
      const all = [...state().members.values()].filter(
        ({ look, failed }) => look || (failed !== undefined && failed.next <= due),
      )
      for (let start = 0; start < all.length; start += 2) {
        yield all.slice(start, start + 2).map(({ group, member }) => ({ group, member }))
      }
    },
    intend: (links) => {
      if (without !== 'memberIntent') for (const link of links) put(link, true)
      return Promise.resolve()
    },
    record: (links, forgotten, lines) => {
      for (const link of links) put(link)
      for (const membership of forgotten) state().members.delete(memberKey(membership))
      state().log.push(...lines.map(({ outcome }) => outcome).filter(isLogged))
      return Promise.resolve()
    },
    wasRead: (group) => {
      state().looks.delete(`${refKey(group)}:membersUnread`)
      return Promise.resolve()
    },
    distrust: (group) => {
      const link = state().links.get(refKey(group))
      if (link === undefined) return Promise.resolve()
      state().links.set(refKey(group), { ...link, sent: null })
      const at = now()
      state().looks.set(`${refKey(group)}:failed`, { ref: group, why: 'failed', since: at, next: at, attempts: 1 })
      return Promise.resolve()
    },
  }
}

/** The account of a member appeared, vanished or came back: whoever is not written with what it is now is looked at again. */
export function lookAtMemberships({ members, links }: State, changed: ReadonlySet<string>): void {
  for (const [key, link] of members) {
    if (!changed.has(refKey(link.member))) continue
    const id = links.get(refKey(link.member))?.targetId ?? null
    if (!link.sure || link.written?.member !== id) members.set(key, { ...link, look: true })
  }
}

export function lookAtGroup({ looks }: State, ref: Ref, at: Instant): void {
  looks.set(`${refKey(ref)}:membersUnread`, { ref, why: 'membersUnread', since: at, next: at, attempts: 0 })
}

function known<T>(key: string, value: T | undefined): readonly (readonly [string, T])[] {
  return value === undefined ? [] : [[key, value]]
}
