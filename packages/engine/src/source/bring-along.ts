import type { EntryPage } from '../feed.ts'
import type { MappingContext } from '../map/desire.ts'
import { refKey, usedRefs } from '../map/references.ts'
import type { Rule } from '../job/rule.ts'
import type { Ports } from '../ports.ts'
import { verdict } from '../scope/verdict.ts'
import type { Entry } from '../types.ts'

/** Chains of command are followed so far within one page. */
const levels = 4
/** Pages that may be planned, written or recorded at this moment: the journal does not show all of them yet. */
const inFlight = 3

/** `brought`: who was, and whose own page has not come yet; filled here. */
type Bringing = { readonly rule: Rule; readonly context: MappingContext; readonly brought?: Set<string> }

/**
 * Adds to each page whoever its people refer to and who has no account yet.
 *
 * They are made first, so that a reference goes out with the create and needs no request of its own. Their own page
 * then leaves them out. A page grows to twice its size at most; what does not fit is settled after the people.
 */
export async function* bringAlong(
  ports: Ports,
  { rule, context, brought = new Set() }: Bringing,
  pages: AsyncIterable<EntryPage>,
): AsyncGenerator<EntryPage> {
  // Nobody is brought twice: who is skipped has no link afterwards either.
  const ever = new Set<string>()
  const recent: ReadonlySet<string>[] = []
  for await (const { entries, ...rest } of pages) {
    const page = entries.filter((entry) => !brought.delete(refKey(entry.ref)))
    const present = new Set(page.map((entry) => refKey(entry.ref)))
    let last: readonly Entry[] = page.filter((entry) => verdict(rule.scope, entry, context).inScope)
    for (let level = 0; level < levels && last.length > 0 && page.length < entries.length * 2; level += 1) {
      const added = await referredTo(ports, { rule, context }, last, [present, ever, ...recent])
      for (const entry of added) {
        present.add(refKey(entry.ref))
        brought.add(refKey(entry.ref))
        ever.add(refKey(entry.ref))
        page.push(entry)
      }
      last = added
    }
    recent.push(present)
    if (recent.length > inFlight) recent.shift()
    yield { ...rest, entries: page }
  }
}

async function referredTo(
  ports: Ports,
  { rule, context }: { readonly rule: Rule; readonly context: MappingContext },
  entries: readonly Entry[],
  present: readonly ReadonlySet<string>[],
): Promise<readonly Entry[]> {
  const used = new Map(
    entries
      .flatMap((entry) => usedRefs(rule.mapping, entry))
      .filter(({ type }) => type === rule.type)
      .map((ref) => [refKey(ref), ref]),
  )
  const absent = [...used].filter(([key]) => !present.some((page) => page.has(key))).map(([, ref]) => ref)
  if (absent.length === 0) return []
  const links = await ports.journal.links(absent)
  const unlinked = absent.filter((ref) => !links.has(refKey(ref)))
  if (unlinked.length === 0) return []
  const found = await ports.source.read(unlinked)
  return found.filter((entry) => verdict(rule.scope, entry, context).inScope)
}
