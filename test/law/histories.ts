/** Histories that are generated: what happens to the source, the target and the process, episode by episode. */
import fc, { type WeightedArbitrary } from 'fast-check'
import type { Edit } from './by-hand.ts'
import type { Fault } from './memory-target.ts'
import type { Happening } from './world.ts'

export type Sharded = { readonly behind: number; readonly size: number; readonly death: Episode['crash'] }
export type Episode = {
  /** Days that pass before it. */
  readonly days?: number
  /** The mapping is saved anew, before the cycle or while it runs: this one of the law's rules. */
  readonly save?: { readonly rule: number; readonly when: 'before' | 'meanwhile' } | null
  readonly happenings: readonly (Happening | Edit)[]
  readonly faults: readonly (Fault | null)[]
  /** This happens while the cycle runs, at this write to the target, and is carried out beside it. */
  readonly beside?: { readonly calls: number; readonly happenings: readonly (Happening | Edit)[] } | null
  /** Others take a part in an initial cycle behind so many parts, in shards of so many; one of them may die. */
  readonly shards?: Sharded | null
  /** A plan is made and kept before the cycle, or the one that was kept is applied. */
  readonly plan?: 'keep' | 'apply' | null
  /** The process dies at this call to a port; before or after the call took effect. */
  readonly crash: { readonly call: number; readonly when: 'before' | 'after' } | null
}
export type History = readonly Episode[]

export const slot = fc.integer({ min: 0, max: 5 })
export const create = fc.record({ what: fc.constant('create' as const), slot })
type Simple = 'disable' | 'enable' | 'assign' | 'unassign' | 'delete' | 'restore' | 'purge' | 'vanish'
export const lives: readonly Simple[] = ['disable', 'enable', 'assign', 'unassign', 'delete', 'restore', 'purge']

/** What happens to people whatever is mapped of them, beside their creation. */
export function changes(simple: readonly Simple[]): readonly WeightedArbitrary<Happening>[] {
  const to = fc.integer({ min: 1, max: 3 })
  return [
    { weight: 6, arbitrary: fc.record({ what: fc.constantFrom(...simple), slot }) },
    { weight: 3, arbitrary: fc.record({ what: fc.constantFrom('name' as const, 'rename' as const), slot, to }) },
    { weight: 3, arbitrary: fc.record({ what: fc.constant('manage' as const), slot, by: slot }) },
  ]
}

const fault = fc.oneof(
  { weight: 5, arbitrary: fc.constant(null) },
  { weight: 3, arbitrary: fc.constantFrom<Fault>('refused', 'throttled', 'answerLost', 'down') },
)

/** What is common to the episodes of every law. */
export const episodeOf = <T extends Happening | Edit>(happening: fc.Arbitrary<T>, minLength = 1) => ({
  happenings: fc.array(happening, { minLength, maxLength: 8 }),
  faults: fc.array(fault, { maxLength: 12 }),
  crash: fc.option(
    fc.record({ call: fc.integer({ min: 1, max: 40 }), when: fc.constantFrom('before' as const, 'after' as const) }),
  ),
})

export function historiesOf(episode: fc.Arbitrary<Episode>, minLength = 1): fc.Arbitrary<History> {
  return fc.array(episode, { minLength, maxLength: 8 })
}
