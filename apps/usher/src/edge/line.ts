/** Milliseconds since any moment, and work to be done later. */
export type Clock = { now(): number; after(ms: number, work: () => void): void }

/** Which buckets a request takes from, and how much from each. */
export type Place = { readonly which: readonly number[]; readonly count: (bucket: number) => number }
export type Gate = {
  /** How many may be in flight. */
  limit(): number
  /** Milliseconds until the buckets have what this place needs. */
  wait(place: Place, now: number): number
  taken(place: Place, now: number): void
}
export type Lane = {
  /**
   * Waits for its turn; `again` goes before others of the same lane.
   *
   * False: there is a pause that is longer than the patience of this lane, or whoever waits was told to go (`away`), and it did
   * not enter.
   */
  enter(place: Place, again: boolean, away?: AbortSignal): Promise<boolean>
  leave(): void
}
export type Line = {
  /** `patience`: milliseconds of a pause that whoever waits here bears. */
  lane(patience?: number): Lane
  /** Nobody goes for so many milliseconds from now, or longer when that was said before. */
  pause(ms: number): void
  /** Milliseconds that are left of a pause. */
  paused(): number
}

type Waiting = { readonly place: Place; readonly enters: (goes: boolean) => void }
/** Who waits in one lane, by the buckets needed: who waits for one bucket does not keep back who needs another. */
type Queue = { readonly patience: number; readonly waiting: Map<string, Waiting[]> }

/** Lets requests go in turn, one lane after the other, as soon as the gate allows. */
export function waitingLine(clock: Clock, gate: Gate): Line {
  /** Lanes in which somebody waits; the first one is next. */
  const busy: Queue[] = []
  let flying = 0
  let pausedUntil = 0
  let wakesAt = Number.POSITIVE_INFINITY
  const paused = (): number => Math.max(0, pausedUntil - clock.now())

  const pump = (): void => {
    while (busy.length > 0 && flying < gate.limit()) {
      const now = clock.now()
      const wait = now < pausedUntil ? pausedUntil - now : letOneGo(now)
      if (wait > 0) return wake(now, wait)
    }
  }
  /** Milliseconds until somebody may go; 0 when somebody went. */
  const letOneGo = (now: number): number => {
    let soonest = Number.POSITIVE_INFINITY
    for (const [index, queue] of busy.entries()) {
      for (const [key, [first]] of queue.waiting) {
        if (first === undefined) continue
        const wait = gate.wait(first.place, now)
        soonest = Math.min(soonest, wait)
        if (wait > 0) continue
        leaveQueue(queue, key, first)
        busy.splice(index, 1)
        if (queue.waiting.size > 0) busy.push(queue)
        gate.taken(first.place, now)
        flying += 1
        first.enters(true)
        return 0
      }
    }
    return soonest
  }
  const wake = (now: number, ms: number): void => {
    if (now + ms >= wakesAt) return
    wakesAt = now + ms
    clock.after(Math.ceil(ms), () => {
      wakesAt = Number.POSITIVE_INFINITY
      pump()
    })
  }

  return {
    lane(patience = Number.POSITIVE_INFINITY) {
      const queue: Queue = { patience, waiting: new Map() }
      return {
        enter(place, again, away) {
          if (paused() > patience || away?.aborted === true) return Promise.resolve(false)
          const { promise, resolve } = Promise.withResolvers<boolean>()
          const key = place.which.join()
          const others = queue.waiting.get(key) ?? []
          queue.waiting.set(key, others)
          const one: Waiting = { place, enters: resolve }
          if (again) others.unshift(one)
          else others.push(one)
          if (!busy.includes(queue)) busy.push(queue)
          const goAway = (): void => {
            leaveQueue(queue, key, one)
            if (queue.waiting.size === 0 && busy.includes(queue)) busy.splice(busy.indexOf(queue), 1)
            resolve(false)
          }
          away?.addEventListener('abort', goAway, { once: true })
          pump()
          return promise.finally(() => away?.removeEventListener('abort', goAway))
        },
        leave() {
          flying -= 1
          pump()
        },
      }
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms)
      for (const queue of busy.filter(({ patience }) => paused() > patience)) {
        busy.splice(busy.indexOf(queue), 1)
        const away = [...queue.waiting.values()].flat()
        queue.waiting.clear()
        for (const { enters } of away) enters(false)
      }
    },
    paused,
  }
}

function leaveQueue({ waiting }: Queue, key: string, who: Waiting): void {
  const those = waiting.get(key) ?? []
  if (those.includes(who)) those.splice(those.indexOf(who), 1)
  if (those.length === 0) waiting.delete(key)
}
