/** A bucket that fills at a rate, with a burst of twice as much. */
export type Rate = {
  /** Takes so many; 0, or how many seconds it takes until they would be there. Nothing is taken then. */
  take(count: number): number
}

/** `now` in milliseconds. */
export function rate(perSecond: number, now: () => number): Rate {
  const most = perSecond * 2
  let left = most
  let filled = now()
  return {
    take(count) {
      const time = now()
      left = Math.min(most, left + ((time - filled) / 1000) * perSecond)
      filled = time
      // What is larger than the bucket goes through when the bucket is full, and leaves a debt.
      if (left >= Math.min(count, most)) {
        left -= count
        return 0
      }
      return Math.max(1, Math.ceil((Math.min(count, most) - left) / perSecond))
    },
  }
}
