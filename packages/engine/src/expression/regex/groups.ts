/** The groups that a pattern declares, in the order in which they come. */
export type Declared = { unnamed: number; readonly numbers: Set<number>; readonly names: Set<string> }

/** By name, and by number as text, the place of a group's captures: 0 is the whole match. */
export type Groups = ReadonlyMap<string, number>

export function noneDeclared(): Declared {
  return { unnamed: 0, numbers: new Set([0]), names: new Set() }
}

/**
 * Numbers the groups as .NET does: the unnamed ones from 1 on, then the named ones, both from left to right; a name
 * that is a number is that number.
 *
 * @example
 * numberGroups(declared by '(?<x>a)(b)') // 0 is the whole match, 1 is (b), 2 and x are (?<x>a)
 */
export function numberGroups({ unnamed, numbers, names }: Declared): Groups {
  const taken = new Set(numbers)
  const numbered = new Map<string, number>()
  let next = unnamed + 1
  for (const name of names) {
    while (taken.has(next)) next++
    taken.add(next)
    numbered.set(name, next)
  }
  const places = [...taken].toSorted((a, b) => a - b)
  return new Map([
    ...places.map((number, place) => [String(number), place] as const),
    ...[...numbered].map(([name, number]) => [name, places.indexOf(number)] as const),
  ])
}

/** Where the captures of a group are, by its name or its number; undefined when there is no such group. */
export function placeOf(groups: Groups, name: string): number | undefined {
  return groups.get(/^\d+$/.test(name) ? String(Number(name)) : name)
}
