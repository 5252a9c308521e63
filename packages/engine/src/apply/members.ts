/** Carries out memberships: one request for many, and the culprit found when the target refuses them together. */
import { refKey } from '../map/references.ts'
import type { Decided, MemberIds } from '../plan/membership.ts'
import { each } from '../pool.ts'
import { TargetError, TargetUnusable, type Target } from '../ports.ts'
import type { Exchange, MemberLink, Membership, ProvisioningError } from '../types.ts'

/** One membership that is about to be written. */
export type Placing = {
  readonly what: 'add' | 'remove'
  readonly membership: Membership
  readonly ids: MemberIds
  readonly known: MemberLink | null
}
export type Placed = { readonly placing: Placing; readonly error: ProvisioningError | null }
/** What one request said, as the log tells it. */
export type Told = { readonly placed: readonly Placed[]; readonly exchanges: readonly Exchange[] }

/** Memberships of one group, few enough for one request. */
export function batches(placings: readonly Placing[], most: number): readonly (readonly Placing[])[] {
  const groups = new Map<string, Placing[]>()
  for (const placing of placings) {
    const key = refKey(placing.membership.group)
    const list = groups.get(key)
    if (list === undefined) groups.set(key, [placing])
    else list.push(placing)
  }
  return [...groups.values()].flatMap((list) =>
    Array.from({ length: Math.ceil(list.length / most) }, (_, at) => list.slice(at * most, (at + 1) * most)),
  )
}

/** Refused because of one of them, as against because of the target's state. */
const ofOne: ReadonlySet<string> = new Set(['UnprocessableEntity', 'EntryConflict', 'SchemaAttributeNotFound'])

/**
 * Writes one batch in one request.
 *
 * When the target refuses it for what it holds, the halves are tried apart, so that one member whom it does not know
 * keeps out nobody else.
 */
export async function place(target: Target, batch: readonly Placing[]): Promise<readonly Told[]> {
  const [first] = batch
  if (first === undefined) return []
  const exchanges: Exchange[] = []
  const idsOf = (what: Placing['what']): readonly string[] =>
    batch.filter((one) => one.what === what).map(({ ids }) => ids.member)
  try {
    await target.changeMembers(first.ids.group, { add: idsOf('add'), remove: idsOf('remove') }, exchanges)
    return [{ placed: batch.map((placing) => ({ placing, error: null })), exchanges }]
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    if (batch.length === 1 || !ofOne.has(error.error.code)) {
      return [{ placed: batch.map((placing) => ({ placing, error: error.error })), exchanges }]
    }
    const half = Math.ceil(batch.length / 2)
    return [...(await place(target, batch.slice(0, half))), ...(await place(target, batch.slice(half)))]
  }
}

export function placingOf({ membership, known, decision }: Decided): readonly Placing[] {
  return decision.what === 'add' || decision.what === 'remove'
    ? [{ what: decision.what, membership, ids: decision.ids, known }]
    : []
}

/** Writes all, group by group; `unusable` when the target cannot be used, and the rest was not tried. */
export async function placeAll(
  target: Target,
  placings: readonly Placing[],
): Promise<{ readonly told: readonly Told[]; readonly unusable: TargetUnusable | null }> {
  const told: Told[] = []
  const unusable: TargetUnusable[] = []
  // One group's requests go one after the other, since most targets write a group as a whole.
  const groups = Map.groupBy(batches(placings, target.able.membersPerRequest), ([first]) => first?.ids.group)
  await each([...groups.values()], target.able.parallel, async (list) => {
    let gone: ProvisioningError | null = null
    for (const batch of list) {
      if (unusable.length > 0) return
      if (gone !== null) {
        told.push({ placed: batch.map((placing) => ({ placing, error: gone })), exchanges: [] })
        continue
      }
      const answer = await place(target, batch).catch(onlyUnusable)
      if (answer instanceof TargetUnusable) {
        unusable.push(answer)
        return
      }
      told.push(...answer)
      gone = goneOf(answer)
    }
  })
  return { told, unusable: unusable[0] ?? null }
}

/** The group is not there: no further request about it is sent. */
function goneOf(answer: readonly Told[]): ProvisioningError | null {
  const errors = answer.flatMap(({ placed }) => placed.map(({ error }) => error))
  return errors.find((error) => error?.code === 'InvalidAnchor') ?? null
}

function onlyUnusable(error: unknown): TargetUnusable {
  if (error instanceof TargetUnusable) return error
  throw error
}
