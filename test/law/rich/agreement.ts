import type { Attributes, Json } from '@usher/scim'
import type { Accounts, End, Moment } from '../law.ts'
import type { Person } from '../world.ts'
import { inScope, isIgnored } from './employed.ts'
import { variants } from './rows.ts'

export function disagreements(end: End, excused: ReadonlySet<string>): readonly string[] {
  const { world } = end
  const wrong: string[] = []
  const people = [...world.people.values()].filter((one) => inScope(end, one) && !isIgnored(end, one))
  for (const person of people) {
    if (excused.has(person.id)) continue
    const [first, second] = accountsOf(end, person)
    if (first === undefined || second !== undefined)
      wrong.push(`${person.id} (${person.upn}) has ${first === undefined ? 'no account' : 'two accounts'}`)
    else wrong.push(...differences(end, person, first[1]))
  }
  return [...wrong, ...activeForNobody(end), ...overwritten(end)]
}

type Account = readonly [id: string, attributes: Attributes]

/** The accounts that carry the number of a person; one that became somebody else's may carry it still. */
function accountsOf(end: End, { id }: Person): readonly Account[] {
  return [...end.target.accounts].filter(
    ([account, { number }]) => number === id && (ownerOf(end, account) ?? id) === id,
  )
}

function ownerOf({ links }: End, account: string): string | undefined {
  return [...links].find(([, link]) => link.targetId === account)?.[0]
}

function differences(end: End, person: Person, account: Attributes): readonly string[] {
  const said: Attributes = { ...person.more, objectId: person.id, displayName: person.name, now: end.now }
  const wrong = (variants[end.rule] ?? []).flatMap(({ mapping: { targetAttributeName: path }, promised }) =>
    promised(account[path], said) ? [] : [`${person.id} has ${path} ${JSON.stringify(account[path])}`],
  )
  if (account['active'] !== true) wrong.push(`${person.id} is in scope but inactive`)
  if (account['userName'] !== person.upn)
    wrong.push(`${person.id} is ${String(account['userName'])}, not ${person.upn}`)
  const manager = person.manager === null ? undefined : end.world.people.get(person.manager)
  if (manager === undefined || !inScope(end, manager) || isIgnored(end, manager)) return wrong
  const [expected] = accountsOf(end, manager)
  const actual = (account['manager'] as { readonly value?: Json } | undefined)?.value
  if (expected !== undefined && actual !== expected[0])
    wrong.push(`${person.id} has manager ${String(actual)}, not ${expected[0]}`)
  return wrong
}

function activeForNobody(end: End): readonly string[] {
  const entitled = (id: string | undefined): boolean => {
    const person = end.world.people.get(id ?? '')
    return person !== undefined && inScope(end, person)
  }
  return [...end.target.accounts].flatMap(([id, { active, number, userName }]) => {
    const owner = ownerOf(end, id) ?? String(number)
    return active !== true || entitled(owner) ? [] : [`account ${id} (${String(userName)}) is active for nobody`]
  })
}

/** What no mapping writes is as it was left by hand. */
function overwritten({ target }: End): readonly string[] {
  return [...target.notes].flatMap(([id, note]) => {
    const account = target.accounts.get(id)
    return account === undefined || (account['note'] ?? null) === note ? [] : [`the note of ${id} was overwritten`]
  })
}

/** What one cycle did to accounts and no mapping of this variant does. */
export function transgressions(before: Accounts, after: Accounts, { rule: variant }: Moment): readonly string[] {
  return (variants[variant] ?? []).flatMap(({ mapping: { targetAttributeName: path }, allowed }) =>
    [...before].flatMap(([id, account]) => {
      const now = after.get(id)
      if (now === undefined || allowed(account[path], now[path])) return []
      return [`a cycle made ${JSON.stringify(now[path])} of ${path} ${JSON.stringify(account[path])} of ${id}`]
    }),
  )
}
