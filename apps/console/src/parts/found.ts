/** What is asked when somebody types a name, and in which order what comes back is shown. */

export type Named = { readonly id: string; readonly name: string; readonly about: string }
type Kind = 'users' | 'groups'
export type Question = { readonly $top: string; readonly $filter?: string; readonly $orderby?: string }

/** As many of each question. */
const most = '20'
const addresses = ['userPrincipalName', 'mail']
const isBy = { users: ['displayName', ...addresses], groups: ['displayName'] } as const

/**
 * Each by an index, however many there are: who is called exactly so, whose name begins so in the order of names, and, of people,
 * whose address does.
 */
export function questions(kind: Kind, typed: string): readonly Question[] {
  const words = typed.trim().replaceAll("'", "''")
  const byName = { $top: most, $orderby: 'displayName' }
  if (words === '') return [byName]
  const any = (names: readonly string[], say: (name: string) => string): string => names.map(say).join(' or ')
  return [
    { $top: most, $filter: any(isBy[kind], (name) => `${name} eq '${words}'`) },
    { ...byName, $filter: `startswith(displayName,'${words}')` },
    ...(kind === 'users' ? [{ $top: most, $filter: any(addresses, (name) => `startswith(${name},'${words}')`) }] : []),
  ]
}

/** Each once: exactly what was typed first, then by name. */
export function inOrder<One extends Named>(found: readonly One[], typed: string): readonly One[] {
  const words = typed.trim().toLowerCase()
  const rank = ({ name, about }: One): number => (name.toLowerCase() === words || about.toLowerCase() === words ? 0 : 1)
  const once = [...new Map(found.map((one) => [one.id, one])).values()]
  return once.toSorted(
    (one, other) =>
      rank(one) - rank(other) || one.name.localeCompare(other.name) || one.about.localeCompare(other.about),
  )
}
