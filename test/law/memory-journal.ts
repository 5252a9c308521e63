/** A journal in memory: the same promises as the one in SQL, in the fewest words. */
import {
  isLogged,
  leaveUndone,
  refKey,
  type Instant,
  type Journal,
  type Look,
  type Settled,
  type Shard,
  type Unresolved,
  type Mark,
} from '@usher/engine'
import type { Ref } from '@usher/scim'
import { claim } from './memory-claim.ts'
import { lookAtGroup, lookAtMemberships, memberJournal } from './memory-members.ts'
import { MemoryLanes, type Lane, type Seen } from './memory-lanes.ts'
import type { State, Without } from './memory-state.ts'

export class MemoryJournal {
  state: State = {
    watermark: null,
    checkpoint: null,
    shards: [],
    links: new Map(),
    uses: new Map(),
    looks: new Map(),
    reported: new Set(),
    members: new Map(),
    log: [],
    counts: [],
    seasoned: false,
  }
  readonly lanes: MemoryLanes
  readonly #without: Without | undefined
  #saved = 0

  readonly shards = {
    get: () => this.state.shards,
    set: (shards: readonly Shard[]): void => void (this.state.shards = [...shards]),
    release: (lane: Lane): void => this.lanes.release(lane),
  }

  constructor(without?: Without) {
    this.#without = without
    this.lanes = new MemoryLanes(without)
  }

  /** The mapping was saved anew, so everybody is to be looked at: a cycle that runs now does not say that they were. */
  saved(): void {
    this.#saved += 1
    this.state.watermark = null
    this.state.checkpoint = null
  }

  journal(now: () => Instant, lane: Lane = 'cycle'): Journal {
    const saved = this.#saved
    const seen: Seen = new Map()
    const refOf = (key: string): Ref => ({ type: key.slice(0, key.indexOf('/')), id: key.slice(key.indexOf('/') + 1) })
    const state = (): State => this.state
    const without = this.#without
    return {
      watermark: () => Promise.resolve(state().watermark),
      checkpoint: () => Promise.resolve(state().checkpoint),
      links: (refs) => {
        for (const ref of refs) this.lanes.see(seen, refKey(ref))
        const found = refs.map(refKey).flatMap((key) => {
          const link = state().links.get(key)
          if (link === undefined) return []
          return [[key, without === 'rememberedValue' ? { ...link, joinedBy: null } : link] as const]
        })
        return Promise.resolve(new Map(found))
      },
      owners: (type, ids) => {
        const all = [...state().links].filter(([key]) => key.startsWith(`${type}/`))
        const owned = all.flatMap(([key, { targetId }]) =>
          targetId !== null && ids.includes(targetId) ? [[targetId, refOf(key)] as const] : [],
        )
        return Promise.resolve(new Map(owned))
      },
      async *linked(type) {
        await Promise.resolve()
        const all = [...state().links].flatMap(([key, { targetId, state: is }]) =>
          key.startsWith(`${type}/`) && targetId !== null && is === 'managed' ? [{ ref: refOf(key), targetId }] : [],
        )
        for (let start = 0; start < all.length; start += 2) yield all.slice(start, start + 2)
      },
      async *looks(why, due) {
        await Promise.resolve()
        const found = [...state().looks.values()].filter(
          (look) => why.includes(look.why) && (look.next <= due || look.decision === 'allowed'),
        )
        for (let start = 0; start < found.length; start += 2) yield found.slice(start, start + 2)
      },
      looksOf: (refs) => {
        const found = refs.map(
          (ref) =>
            [refKey(ref), [...state().looks.values()].filter((look) => refKey(look.ref) === refKey(ref))] as const,
        )
        return Promise.resolve(new Map(found))
      },
      intend: (plan) => {
        const busy = this.lanes.busy(lane, plan, seen)
        const changes = plan.changes.filter(({ ref }) => !busy.has(refKey(ref)))
        const taken = new Map(claim(this.state, { ...plan, changes }, now(), this.#without))
        if (lane === 'plan') {
          for (const { ref, action } of changes) if (action !== 'none') lookAgain(this.state, ref, now())
        }
        for (const change of changes) {
          if (change.reason.code === 'undo' && change.action !== 'none')
            this.state.looks.set(`${refKey(change.ref)}:undone`, leaveUndone(change, now()))
        }
        for (const { ref, facts, held } of plan.changes) {
          const key = refKey(ref)
          // What the other lane has written to an account since it was found is seen when it is read again.
          const joins = lane === 'changes' && facts.match.kind === 'joined' && held === undefined && !taken.has(key)
          if (!busy.has(key) && !joins) continue
          taken.set(key, 'busy')
          if (busy.get(key) !== 'changed' && without !== 'listed') lookAgain(this.state, ref, now())
        }
        return Promise.resolve(taken)
      },
      record: (page, mark) => {
        const settled = page.filter(({ outcome, note }) => {
          const { action, ref } = outcome.change
          return note === true || action !== 'none' || !this.lanes.heldElsewhere(lane, ref)
        })
        for (const { outcome } of settled) this.lanes.recorded(lane, outcome.change.ref)

        const isOld = saved !== this.#saved && this.#without !== 'savedMeanwhile'
        if (mark !== null && 'shard' in mark) this.#came(lane, mark.shard)
        this.#record(settled, isOld ? null : mark, now())
        return Promise.resolve()
      },
      async *unresolved() {
        await Promise.resolve()
        const found: Unresolved[] = [...state().uses].flatMap(([key, uses]) => {
          const me = state().links.get(key)
          if (me?.state !== 'managed' || !me.active || me.targetId === null || state().reported.has(key)) return []
          return uses.filter((use) => use.written === null).map(({ path, of }) => ({ ref: refOf(key), path, of }))
        })
        if (found.length > 0) yield found
      },
      members: memberJournal(state, now, without),
      removals: (since) =>
        Promise.resolve({
          done: this.#done(since).get('removal') ?? 0,
          failing: this.#failing(since),
          held: this.#waiting('removalHeld').length,
          managed: [...state().links.values()].filter((link) => link.active && link.state === 'managed').length,
          linked: state().links.size > 0,
        }),
      changes: (since) =>
        Promise.resolve({
          done: this.#done(since),
          held: counted(this.#waiting('changeHeld').flatMap(({ what = [] }) => what)),
          seasoned: state().seasoned,
        }),
      tellHeld: () => Promise.resolve(),
    }
  }

  #done(since: Instant): ReadonlyMap<string, number> {
    return counted(this.state.counts.filter(({ at }) => at >= since).map(({ kind }) => kind))
  }

  #came(lane: Lane, begun: Shard['begun']): void {
    const number = Number(lane.split('-')[1])
    this.state.shards = this.state.shards.map((shard, at) => (at === number ? { ...shard, begun } : shard))
  }

  #waiting(why: Look['why']): readonly Look[] {
    return [...this.state.looks.values()].filter((look) => look.why === why && look.decision === undefined)
  }

  /** Removals that began to fail since then. */
  #failing(since: Instant): number {
    if (this.#without === 'failingRemovals') return 0
    return this.#waiting('failed').filter((look) => look.what?.includes('removal') && look.since >= since).length
  }

  #record(settled: readonly Settled[], mark: Mark | null, now: Instant): void {
    const { links, uses, looks, reported, log } = this.state
    const changed = new Set<string>()
    for (const { outcome, link, uses: used, due, readMembers, note, counts = [] } of settled) {
      const counted =
        this.#without === 'window' ? [] : counts.filter((kind) => kind !== 'creation' || this.state.seasoned)
      this.state.counts.push(...counted.map((kind) => ({ at: now, kind })))
      const key = refKey(outcome.change.ref)
      if (isLogged(outcome)) log.push(outcome)
      if (note === true) {
        if (outcome.result === 'warning') reported.add(key)
        continue
      }
      if (link === null) links.delete(key)
      else if (link !== undefined) links.set(key, link)
      if (link !== undefined) changed.add(key)
      if (used !== undefined) {
        uses.set(key, used)
        reported.delete(key)
      }
      for (const [id, look] of looks) if (refKey(look.ref) === key && look.why !== 'membersUnread') looks.delete(id)
      const isForgotten = this.#without === (outcome.look?.why === 'failed' ? 'failures' : 'heldLooks')
      if (outcome.look !== undefined && !isForgotten) looks.set(`${key}:${outcome.look.why}`, outcome.look)
      if (outcome.waits !== undefined && this.#without !== 'stillHeld')
        looks.set(`${key}:${outcome.waits.why}`, outcome.waits)
      if (readMembers === true && this.#without !== 'membersUnread') lookAtGroup(this.state, outcome.change.ref, now)
      if (due !== undefined && this.#without !== 'dueLooks')
        looks.set(`${key}:due`, { ref: outcome.change.ref, why: 'due', since: now, next: due, attempts: 0 })
    }
    if (this.#without !== 'memberLooks') lookAtMemberships(this.state, changed)
    const recorded = new Set(
      settled.filter((one) => one.uses !== undefined).map((one) => refKey(one.outcome.change.ref)),
    )
    if (this.#without !== 'referrers') {
      for (const [key, list] of uses) {
        const me = links.get(key)
        if (me?.state !== 'managed' || !me.active) continue
        const stale = list.some((use) => {
          const id = links.get(refKey(use.of))?.targetId ?? null
          return id !== null && id !== use.written && (changed.has(refKey(use.of)) || recorded.has(key))
        })
        const ref = { type: key.slice(0, key.indexOf('/')), id: key.slice(key.indexOf('/') + 1) }
        if (stale)
          looks.set(`${key}:referenceChanged`, { ref, why: 'referenceChanged', since: now, next: now, attempts: 0 })
      }
    }
    if (mark === null || 'shard' in mark) return
    this.state.checkpoint = 'checkpoint' in mark ? mark.checkpoint : null
    if (!('watermark' in mark)) return
    this.state.watermark = mark.watermark
    this.state.seasoned = true
  }
}

function counted(kinds: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(kinds, (kind) => kind)].map(([kind, list]) => [kind, list.length]))
}

function lookAgain({ looks }: State, ref: Ref, now: Instant): void {
  const key = `${refKey(ref)}:referenceChanged`
  looks.set(key, { ref, why: 'referenceChanged', since: now, next: now, attempts: 0 })
}
