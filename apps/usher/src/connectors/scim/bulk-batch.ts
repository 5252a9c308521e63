import type { BulkLimits, Write } from './bulk.ts'

/**
 * Takes the writes of one bulk request out of those that wait, in their order.
 *
 * A write of an object that is being written (`busy`, or in the batch already) stays, and so does one that no longer fits.
 */
export function batchOf(waiting: Write[], busy: ReadonlySet<string>, limits: BulkLimits): readonly Write[] {
  const taken: Write[] = []
  const keys = new Set<string>()
  const left: Write[] = []
  let bytes = 0
  for (const write of waiting) {
    const key = keyOf(write)
    const isBusy = key !== null && (busy.has(key) || keys.has(key))
    const isFull = taken.length > 0 && (taken.length >= limits.operations || bytes + write.bytes > limits.bytes)
    if (key !== null) keys.add(key)
    if (isBusy || isFull) left.push(write)
    else {
      taken.push(write)
      bytes += write.bytes
    }
  }
  waiting.splice(0, waiting.length, ...left)
  return taken
}

/** What a write is about; two of one object follow each other. A create is about nothing that is there. */
export function keyOf({ call: { method, path } }: Write): string | null {
  return method === 'POST' ? null : path
}
