import type { End } from '../law.ts'

export function disagreements({ world, target }: End): readonly string[] {
  const wrong: string[] = []
  const accountOf = (upn: string) => [...target.accounts].filter(([, account]) => account['userName'] === upn)
  const owned = new Set<string>()
  for (const person of world.people.values()) {
    if (!world.inScope(person)) continue
    const [first, second] = accountOf(person.upn)
    if (first === undefined || second !== undefined) {
      wrong.push(`${person.id} (${person.upn}) has ${first === undefined ? 'no account' : 'two accounts'}`)
      continue
    }
    const [id, account] = first
    owned.add(id)
    if (account['active'] !== true) wrong.push(`${person.id} is in scope but inactive`)
    if (account['displayName'] !== person.name)
      wrong.push(`${person.id} is called ${String(account['displayName'])}, not ${person.name}`)
    const manager = person.manager === null ? undefined : world.people.get(person.manager)
    if (manager === undefined || !world.inScope(manager)) continue
    const expected = accountOf(manager.upn)[0]?.[0]
    const actual = (account['manager'] as { value?: string } | undefined)?.value
    if (actual !== expected) wrong.push(`${person.id} has manager ${actual}, not ${expected}`)
  }
  for (const [id, account] of target.accounts) {
    if (!owned.has(id) && account['active'] === true)
      wrong.push(`account ${id} (${String(account['userName'])}) is active for nobody`)
  }
  return wrong
}
