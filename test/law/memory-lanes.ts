/** The claims of two lanes, in memory: see `store/lanes.ts`. */
import { refKey, type Plan, type Watermark } from '@usher/engine'
import type { Ref } from '@usher/scim'
import type { Without } from './memory-state.ts'

/** `plan`: a cycle whose objects no feed brings, since a person approved them. */
export type Lane = 'cycle' | 'changes' | 'plan' | `shard-${number}`
export type Seen = Map<string, number>
export type Changed = (ref: Ref, after: Watermark) => boolean

export class MemoryLanes {
  readonly #claims = new Map<string, Lane>()
  readonly #versions = new Map<string, number>()
  readonly #without: Without | undefined
  #changed: Changed = () => false

  constructor(without?: Without) {
    this.#without = without
  }

  /** A cycle begins, and with it a lease: older claims are void. */
  begin(changed: Changed): void {
    this.#claims.clear()
    this.#changed = changed
  }

  /**
   * What is left to the other lane, or to be looked at once more: the rest is claimed.
   *
   * `changed`: since then, so that the feed brings it again; anything else has to be put on the list.
   */
  busy(lane: Lane, { changes, watermark }: Plan, seen: Seen): ReadonlyMap<string, 'changed' | 'look'> {
    const away = new Map<string, 'changed' | 'look'>()
    for (const { ref, action, facts, held } of changes) {
      const key = refKey(ref)
      const isStale = isOfCycle(lane) && watermark !== null && this.#changed(ref, watermark)
      const moves = lane === 'changes' || isShard(lane)
      const hasMoved = moves && this.#without !== 'versions' && seen.get(key) !== this.#versionOf(key)
      seen.delete(key)
      if (isStale && this.#without !== 'changedMeanwhile') away.set(key, 'changed')
      else if (hasMoved || this.heldElsewhere(lane, ref)) away.set(key, 'look')
      else if ((action !== 'none' || facts.match.kind === 'joined') && held === undefined) {
        this.#claims.set(key, lane)
        this.#moved(key)
      }
    }
    return away
  }

  heldElsewhere(lane: Lane, ref: Ref): boolean {
    const holder = this.#claims.get(refKey(ref))
    if (holder === undefined || holder === lane || this.#without === 'claims') return false
    // While the cycle itself writes there are no shards.
    return !(lane === 'cycle' && isShard(holder))
  }

  /** How often something was claimed or recorded when the link was read first for a plan. */
  see(seen: Seen, key: string): void {
    if (!seen.has(key)) seen.set(key, this.#versionOf(key))
  }

  #versionOf(key: string): number {
    return this.#versions.get(key) ?? 0
  }

  #moved(key: string): void {
    this.#versions.set(key, this.#versionOf(key) + 1)
  }

  recorded(lane: Lane, ref: Ref): void {
    this.#moved(refKey(ref))
    if (isOfCycle(lane) && this.#claims.get(refKey(ref)) === lane) this.#claims.delete(refKey(ref))
  }

  /** Somebody else takes a shard over. */
  release(lane: Lane): void {
    for (const [key, holder] of this.#claims) if (holder === lane) this.#claims.delete(key)
  }
}

function isShard(lane: Lane): boolean {
  return lane.startsWith('shard-')
}

function isOfCycle(lane: Lane): boolean {
  return lane === 'cycle' || isShard(lane)
}
