import type { MatchingValue } from '@usher/engine'
import type { Attributes, Json } from '@usher/scim'
import type { End } from '../law.ts'
import type { Person } from '../world.ts'
import { day, inScope, isIgnored, lastDay } from './employed.ts'

/**
 * People without an account, of whom a matching value is found at an account that is somebody else's, or at several
 * accounts, or is about to be used for somebody else; and those whose account is refused the userName. An administrator
 * must decide about them.
 *
 * Until the last day time may just have given another name to somebody else's account: who failed is tried again then.
 */
export function excused(end: End): ReadonlySet<string> {
  const isEarly = Date.parse(end.now) < lastDay + 3 * day
  const people = [...end.world.people.values()].filter((person) => {
    if (!inScope(end, person) || isIgnored(end, person)) return false
    if (isEarly && end.failed.has(person.id)) return true
    const account = end.links.get(person.id)?.targetId ?? ''
    return end.target.accounts.has(account) ? isRefused(end, person, account) : collides(end, person)
  })
  return new Set(people.map(({ id }) => id))
}

function collides({ target, links }: End, person: Person): boolean {
  const others = [...links].filter(([id]) => id !== person.id).map(([, link]) => link)
  const taken = new Set(others.map(({ targetId }) => targetId))
  const accounts = [...target.accounts]
  return (
    accounts.filter(([, account]) => isNamesake(account, person)).length > 1 ||
    accounts.some(([id, account]) => taken.has(id) && isSame(account, person)) ||
    others.some(({ targetId, joinedBy }) => targetId === null && isSought(joinedBy, person))
  )
}

/** They were joined by name and title, and an account that somebody left behind has the userName that they must get. */
function isRefused({ target }: End, { id: number, upn }: Person, joined: string): boolean {
  return [...target.accounts].some(
    ([id, account]) => id !== joined && account['number'] !== number && fold(account['userName']) === fold(upn),
  )
}

function isSame(account: Attributes, person: Person): boolean {
  return fold(account['userName']) === fold(person.upn) || isNamesake(account, person)
}

function isNamesake({ displayName, title }: Attributes, { name, more }: Person): boolean {
  const { jobTitle = null } = more
  return jobTitle !== null && fold(displayName) === fold(name) && fold(title) === fold(jobTitle)
}

function isSought(joinedBy: MatchingValue | null, { upn, name, more }: Person): boolean {
  return joinedBy !== null && [upn, `${name}, ${String(more['jobTitle'])}`].map(fold).includes(fold(joinedBy.value))
}

function fold(value: Json | undefined): string {
  return String(value).toLowerCase()
}
