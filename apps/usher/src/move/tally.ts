import { createHash } from 'node:crypto'

/** How many rows a table has, and what they are, whatever their order. */
export type Tally = { readonly rows: number; readonly digest: string }

const size = 1n << 128n

/** Counts and adds up rows: the sum of their digests, since a store promises no order. */
export function tally(): { add(rows: readonly string[]): void; end(): Tally } {
  let count = 0
  let sum = 0n
  return {
    add(rows) {
      count += rows.length
      for (const row of rows) {
        const bytes = createHash('sha256').update(row).digest()
        sum = (sum + ((bytes.readBigUInt64BE(0) << 64n) | bytes.readBigUInt64BE(8))) % size
      }
    },
    end: () => ({ rows: count, digest: sum.toString(16).padStart(32, '0') }),
  }
}
