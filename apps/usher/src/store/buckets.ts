/** Durations in buckets, each a fifth longer than the one before: a share of all is told to ten percent, by a row each. */
const perDoubling = 4
/** Seconds; what is shorter counts as this. */
const shortest = 0.001
/** A bit more than a year. */
const last = 140

export type Bucket = { readonly bucket: number; readonly count: number }

export function bucketOf(seconds: number): number {
  return Math.min(last, Math.max(0, Math.floor(perDoubling * Math.log2(Math.max(seconds, shortest) / shortest))))
}

/** The middle of a bucket, in seconds. */
export function secondsOf(bucket: number): number {
  return shortest * 2 ** ((bucket + 0.5) / perDoubling)
}

/** Seconds within which that share of all was done; null when there is nothing. */
export function quantile(buckets: readonly Bucket[], share: number): number | null {
  const total = buckets.reduce((sum, { count }) => sum + count, 0)
  let seen = 0
  for (const { bucket, count } of buckets.toSorted((one, other) => one.bucket - other.bucket)) {
    seen += count
    if (seen >= total * share && count > 0) return secondsOf(bucket)
  }
  return null
}
