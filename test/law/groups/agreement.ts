import type { End } from '../law.ts'

/** What is wrong with the groups, and with who is in them. */
export function disagreements({ world, target, links }: End): readonly string[] {
  const wrong: string[] = []
  const owned = new Set<string>()
  const accountOf = new Map([...target.accounts].map(([id, account]) => [account['userName'], id]))
  for (const group of world.groups.values()) {
    if (!group.assigned) continue
    const [first, second] = [...target.groups].filter(([, one]) => one['displayName'] === group.name)
    if (first === undefined || second !== undefined) {
      wrong.push(`${group.id} is there ${first === undefined ? 'not at all' : 'twice'}`)
      continue
    }
    const [id] = first
    owned.add(id)
    const actual = new Set(target.members.get(id))
    for (const person of world.people.values()) {
      // Whoever is out of scope may have got another name since.
      const account = links.get(person.id)?.targetId ?? accountOf.get(person.upn)
      if (account === undefined || account === null) continue
      const has = actual.delete(account)
      const belongs = group.members.has(person.id)
      // Who is out of scope keeps what they have, and gets nothing new.
      if (belongs && world.inScope(person) && !has) wrong.push(`${person.id} is not in ${group.id}`)
      if (!belongs && has) wrong.push(`${person.id} is still in ${group.id}`)
    }
    for (const stranger of actual) wrong.push(`${stranger} is in ${group.id}, and belongs to nobody`)
  }
  for (const [id, one] of target.groups) {
    if (!owned.has(id)) wrong.push(`group ${id} (${String(one['displayName'])}) is there for nothing`)
  }
  return wrong
}
