/** The guard of everything that is no removal: attributes that become empty, names, new accounts (decision 0031). */
import { guard, type GuardLimits } from './guard.ts'
import type { ChangeKind } from './outline.ts'

/** Null: what has none is not guarded. */
export type ChangeLimits = {
  readonly wipe: GuardLimits
  readonly rename: GuardLimits
  readonly creation: GuardLimits
}

/** The percentage never holds fewer than this many. */
const least = { wipe: 20, rename: 20, creation: 200 } as const

/** `done` and `held` by kind; `managed`: active accounts now. */
export type Window = {
  readonly done: ReadonlyMap<string, number>
  readonly held: ReadonlyMap<string, number>
  readonly managed: number
}

export type MassChange = { readonly kind: ChangeKind; readonly count: number; readonly limit: number }

/** The kinds of which too many are about to happen, each counted by itself. */
export function massChanges(
  limits: ChangeLimits | null,
  planned: ReadonlyMap<ChangeKind, number>,
  { done, held, managed }: Window,
): readonly MassChange[] {
  if (limits === null) return []
  return [...planned].flatMap(([kind, count]) => {
    const group = groupOf(kind)
    const before = done.get(kind) ?? 0
    const found = guard(
      limits[group],
      {
        planned: count,
        done: before,
        held: held.get(kind) ?? 0,
        // Accounts that were made in the window were not there when it began.
        managed: group === 'creation' ? managed - before : managed,
      },
      least[group],
    )
    return found.hold ? [{ kind, count: found.count, limit: found.limit }] : []
  })
}

function groupOf(kind: ChangeKind): keyof ChangeLimits {
  if (kind === 'creation') return 'creation'
  return kind.startsWith('wipe:') ? 'wipe' : 'rename'
}
