/** A journal in memory: the same promises as the one in SQL, in the fewest words. */
import {
  isLogged,
  refKey,
  type Instant,
  type Journal,
  type Link,
  type Look,
  type MatchingValue,
  type Outcome,
  type Plan,
  type Settled,
  type Unresolved,
  type Use,
  type Watermark,
} from '@usher/engine'
import type { Ref } from '@usher/scim'

type State = {
  watermark: Watermark | null
  links: Map<string, Link>
  uses: Map<string, readonly Use[]>
  looks: Map<string, Look>
  reported: Set<string>
  log: Outcome[]
}

/** Safeguards that can be taken away, to show that the law then fails. */
export type Without =
  | 'intent'
  | 'returning'
  | 'unknownAfterWrite'
  | 'rememberedValue'
  | 'recordedJoin'
  | 'referrers'
  | 'failures'
  | 'watermarkWithWork'
  | 'dueLooks'
  | 'savedMapping'

/** Whether a create with this value was sent for somebody, or is about to be, and what became of it is not known. */
function isAboutToUse({ targetId, joinedBy }: Link, matching: MatchingValue | null): boolean {
  if (targetId !== null || joinedBy === null || matching === null) return false
  const isSame = ({ path, value }: MatchingValue): boolean =>
    path === matching.path && value.toLowerCase() === matching.value.toLowerCase()
  return [joinedBy, ...(joinedBy.besides ?? [])].some(isSame)
}

export class MemoryJournal {
  state: State = { watermark: null, links: new Map(), uses: new Map(), looks: new Map(), reported: new Set(), log: [] }
  readonly #without: Without | undefined

  constructor(without?: Without) {
    this.#without = without
  }

  journal(now: () => Instant): Journal {
    const refOf = (key: string): Ref => ({ type: key.slice(0, key.indexOf('/')), id: key.slice(key.indexOf('/') + 1) })
    const state = (): State => this.state
    const without = this.#without
    return {
      watermark: () => Promise.resolve(state().watermark),
      links: (refs) => {
        const found = refs.map(refKey).flatMap((key) => {
          const link = state().links.get(key)
          if (link === undefined) return []
          return [[key, without === 'rememberedValue' ? { ...link, joinedBy: null } : link] as const]
        })
        return Promise.resolve(new Map(found))
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
      intend: (plan) => Promise.resolve(this.#intend(plan)),
      record: (settled, watermark) => {
        this.#record(settled, watermark, now())
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
      removals: () =>
        Promise.resolve({
          done: 0,
          held: 0,
          managed: [...state().links.values()].filter((link) => link.active && link.state === 'managed').length,
        }),
    }
  }

  #intend(plan: Plan): ReadonlyMap<string, 'held' | 'stale'> {
    const taken = new Map<string, 'held' | 'stale'>()
    if (this.#without === 'intent') return taken
    for (const change of plan.changes) {
      const { ref, action, matching, facts, held } = change
      const key = refKey(ref)
      const link = this.state.links.get(key)
      if (
        (change.action === 'update' || change.action === 'disable') &&
        held !== true &&
        link !== undefined &&
        this.#without !== 'unknownAfterWrite'
      ) {
        const returning =
          facts.verdict.inScope && this.#without !== 'returning' ? ({ state: 'managed', active: true } as const) : {}
        this.state.links.set(key, { ...link, ...returning, sent: null })
      }
      const joins = facts.match.kind === 'joined' ? facts.match.target.id : null
      if (held === true || (action !== 'create' && joins === null)) continue
      if (joins !== null && this.#without === 'recordedJoin') continue
      const before = this.state.links.get(key)
      const others = [...this.state.links].filter(([other]) => other !== key).map(([, link]) => link)
      const clash = others.some((link) => (joins !== null && link.targetId === joins) || isAboutToUse(link, matching))
      const stale = (before?.targetId ?? null) !== (facts.link?.targetId ?? null)
      if (clash || stale) {
        taken.set(key, clash ? 'held' : 'stale')
        continue
      }
      this.state.links.set(key, {
        targetId: joins,
        joinedBy: joins === null ? matching : null,
        state: 'managed',
        active: true,
        sent: null,
      })
    }
    return taken
  }

  #record(settled: readonly Settled[], watermark: Watermark | null, now: Instant): void {
    const { links, uses, looks, reported, log } = this.state
    const changed = new Set<string>()
    for (const { outcome, link, uses: used, due } of settled) {
      const key = refKey(outcome.change.ref)
      if (isLogged(outcome)) log.push(outcome)
      if (outcome.result === 'warning') {
        reported.add(key)
        continue
      }
      if (link === null) links.delete(key)
      else if (link !== undefined) links.set(key, link)
      if (link !== undefined) changed.add(key)
      if (used !== undefined) {
        uses.set(key, used)
        reported.delete(key)
      }
      for (const [id, look] of looks) if (refKey(look.ref) === key) looks.delete(id)
      if (outcome.look !== undefined && this.#without !== 'failures')
        looks.set(`${key}:${outcome.look.why}`, outcome.look)
      if (due !== undefined && this.#without !== 'dueLooks')
        looks.set(`${key}:due`, { ref: outcome.change.ref, why: 'due', since: now, next: due, attempts: 0 })
    }
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
        const ref = { type: 'User', id: key.slice(key.indexOf('/') + 1) }
        if (stale)
          looks.set(`${key}:referenceChanged`, { ref, why: 'referenceChanged', since: now, next: now, attempts: 0 })
      }
    }
    if (watermark !== null) this.state.watermark = watermark
  }
}
