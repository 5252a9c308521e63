/** Lines of the provisioning log about people whom an inbound job was sent (engine.md AP-17). */
import type { Check, LogRecord } from '@usher/engine'
import type { Written } from './import-store.ts'

export type InboundLine = {
  readonly action: LogRecord['action']
  readonly result: LogRecord['result']
  readonly reason: string
  readonly key: string
  readonly bulkId?: string | null
  /** Of the directory; empty: nobody is made yet. */
  readonly userId: string
  readonly name: string
  readonly sentence: string
  readonly advice?: string
  readonly match: 'linked' | 'absent' | 'unmatchable'
  readonly written?: readonly Written[]
  /** Out of scope. */
  readonly checks?: readonly Check[]
}

/** `by`: the matching attribute. */
export function inboundRecord(line: InboundLine, by: string): LogRecord {
  const {
    action,
    result,
    reason,
    key,
    bulkId,
    userId,
    name,
    sentence,
    advice = null,
    match,
    written = [],
    checks,
  } = line
  return {
    action,
    result,
    ref: { type: 'User', id: userId },
    displayName: name,
    targetId: userId,
    facts: {
      reason: { code: reason, details: {} },
      written: short(written),
      match,
      inbound: { key, by, ...(typeof bulkId === 'string' && { bulkId }) },
      says: { sentence, advice },
      ...(checks !== undefined && {
        because: 'filteredOut' as const,
        checks: Object.fromEntries(checks.map((check) => [check.name, check.passed])),
      }),
    },
  }
}

const longestValue = 100

/** A line stays below 2 kB (LG-20). */
function short(written: readonly Written[]): LogRecord['facts']['written'] {
  const cut = (value: string | null): string | null =>
    value !== null && value.length > longestValue ? `${value.slice(0, longestValue).toWellFormed()}…` : value
  return written.slice(0, 40).map(([path, from, to]) => [path, cut(from), cut(to)])
}
