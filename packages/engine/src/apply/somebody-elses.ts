import { refKey } from '../map/references.ts'
import type { Ports } from '../ports.ts'
import type { Outcome } from '../types.ts'

/**
 * Who was given somebody else's account, by `refKey`: some applications answer a create with an account that they have.
 *
 * An account is one object's; whoever has it already keeps it. `recent`: target ids that may not be recorded yet.
 */
export async function somebodyElses(
  { journal }: Ports,
  outcomes: readonly Outcome[],
  recent: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> {
  const made = outcomes.flatMap(({ change, targetId }) =>
    change.action === 'create' && targetId !== undefined ? [{ ref: change.ref, targetId }] : [],
  )
  const [first] = made
  if (first === undefined) return new Set()
  // A page is of one type.
  const owners = await journal.owners(first.ref.type, made.map(({ targetId }) => targetId)) // prettier-ignore
  const holders = new Map([...recent].map(([key, targetId]) => [targetId, key]))
  for (const [targetId, ref] of owners) holders.set(targetId, refKey(ref))
  const strangers = made.filter(({ ref, targetId }) => {
    const holder = holders.get(targetId) ?? refKey(ref)
    holders.set(targetId, holder)
    return holder !== refKey(ref)
  })
  return new Set(strangers.map(({ ref }) => refKey(ref)))
}
