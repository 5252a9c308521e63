/** How deep a body may nest: deeper than anybody means, and less than what functions that follow it can bear. */
export const deepest = 200
export const nestsTooDeep = `A body nests at most ${deepest} levels deep.`

/** Whether a body nests deeper; without following it down itself. */
export function isTooDeep(body: unknown): boolean {
  let level: readonly unknown[] = [body]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
  return false
}
