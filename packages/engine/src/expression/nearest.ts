/** The name that a mistyped one was probably meant to be, or undefined when none is near: at most so many letters off. */
export function nearest(name: string, known: Iterable<string>, most = Infinity): string | undefined {
  const wanted = name.toLowerCase()
  let best: string | undefined
  // A third of the letters may be wrong; one of them in a short name.
  let least = Math.min(most, Math.max(1, Math.floor(name.length / 3))) + 1
  for (const candidate of known) {
    const away = distance(wanted, candidate.toLowerCase(), least)
    if (away >= least) continue
    least = away
    best = candidate
  }
  return best
}

// Levenshtein, with two neighbouring letters exchanged counting once; gives up at `limit`.
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      current[column] = Math.min(
        (above[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (above[column - 1] ?? limit) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? limit) + 1 : limit,
      )
    }
    before = above
    above = current
  }
  return above[b.length] ?? limit
}
