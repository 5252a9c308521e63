/** What a cycle is about to do to those in scope, as far as the links tell without any request. */
import type { Counting, Judged } from './census.ts'
import { ruleFor } from './job/rule.ts'
import { desire } from './map/desire.ts'
import { refKey } from './map/references.ts'
import { changesFrom, type ChangeKind } from './plan/outline.ts'
import type { Link } from './types.ts'

/**
 * The guarded changes of these objects, without those that are held already.
 *
 * `seasoned`: a cycle came to its end before. Until then everybody is new, and the dry start asks about them. Somebody without
 * an account counts as a creation, although an account of theirs may be found: that cannot be known without asking.
 */
export async function expectedChanges(
  { ports, rules, context }: Counting,
  judged: readonly Judged[],
  seasoned: boolean,
): Promise<readonly ChangeKind[]> {
  const coming = judged.filter(({ verdict }) => verdict.inScope)
  if (coming.length === 0) return []
  const links = await ports.journal.links(coming.map(({ entry }) => entry.ref))
  const found = coming.flatMap((one): readonly Expected[] => {
    const link = links.get(refKey(one.entry.ref)) ?? null
    const kinds = ofOne({ rules, context, digest: ports.digest }, one, link)
    const counted = seasoned ? kinds : kinds.filter((kind) => kind !== 'creation')
    return counted.length === 0 ? [] : [{ key: refKey(one.entry.ref), one, kinds: counted }]
  })
  if (found.length === 0) return []
  const looks = await ports.journal.looksOf(found.map(({ one }) => one.entry.ref))
  const isHeld = (key: string): boolean => (looks.get(key) ?? []).some(({ why }) => why === 'changeHeld')
  return [...new Map(found.map((one) => [one.key, one])).values()].flatMap(({ key, kinds }) =>
    isHeld(key) ? [] : kinds,
  )
}

type Expected = { readonly key: string; readonly one: Judged; readonly kinds: readonly ChangeKind[] }
type Deciding = Pick<Counting, 'rules' | 'context'> & { digest(text: string): string }

function ofOne(
  { rules, context, digest }: Deciding,
  { entry, verdict }: Judged,
  link: Link | null,
): readonly ChangeKind[] {
  const rule = ruleFor(rules, entry.ref)
  const isNew = link === null || link.targetId === null
  if (isNew && !rule.actions.create) return []
  if (!isNew && (link.outline === undefined || link.state !== 'managed' || !rule.actions.update)) return []
  const purpose = isNew ? 'create' : 'update'
  const desired = desire(rule.mapping, { entry, verdict, references: new Map(), purpose, context })
  if (desired.ignored === true || desired.problems.length > 0) return []
  return isNew ? ['creation'] : changesFrom(link.outline ?? '', desired, { naming: rule.naming, digest })
}
