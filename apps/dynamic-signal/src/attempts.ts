/** Counts attempts that failed, by whatever tells one who tries from another. Attempts that succeed cost nothing. */
export type Attempts = {
  /** 0, or how long no further attempt is heard. */
  secondsToWait(who: string): number
  failed(who: string): void
  succeeded(who: string): void
}

const mostRemembered = 10_000

export function attempts(limit: {
  readonly most: number
  readonly seconds: number
  readonly now: () => number
}): Attempts {
  const failures = new Map<string, { count: number; since: number }>()
  const current = (who: string): { count: number; since: number } | undefined => {
    const entry = failures.get(who)
    return entry !== undefined && limit.now() - entry.since < limit.seconds * 1000 ? entry : undefined
  }
  return {
    secondsToWait(who) {
      const entry = current(who)
      if (entry === undefined || entry.count < limit.most) return 0
      return Math.ceil((entry.since + limit.seconds * 1000 - limit.now()) / 1000)
    },
    failed(who) {
      const entry = current(who)
      // The oldest one is forgotten, not all: whoever tries many names must not free his own.
      if (failures.size >= mostRemembered) failures.delete(failures.keys().next().value ?? '')
      failures.set(who, { count: (entry?.count ?? 0) + 1, since: entry?.since ?? limit.now() })
    },
    succeeded(who) {
      failures.delete(who)
    },
  }
}
