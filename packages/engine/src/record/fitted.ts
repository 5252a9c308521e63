import type { LogRecord } from './log-record.ts'

/** Bytes of facts, so that a line with its outline of requests stays below 2 kB. */
const most = 1400
/** Values are cut to the first of these lengths that makes it fit. */
const lengths = [1000, 400, 200, 100, 50, 25]
const mostProperties = 12

/** A record that is not too long to be kept: long values are cut, and of very many the first are named. */
export function fitted(record: LogRecord): LogRecord {
  if (size(record) <= most) return record
  const cut = lengths.map((length) => shortened(record, length))
  const found = cut.find((one) => size(one) <= most) ?? cut.at(-1) ?? record
  if (size(found) <= most) return found
  const { written } = found.facts
  if (written.length <= mostProperties) return found
  const more = ['…', null, `and ${written.length - mostProperties} more`] as const
  return { ...found, facts: { ...found.facts, written: [...written.slice(0, mostProperties), more] } }
}

/** Bytes of the facts in UTF-8. */
function size({ facts }: LogRecord): number {
  const text = JSON.stringify(facts)
  if (!/[^\0-\u007f]/.test(text)) return text.length
  const wide = text.match(/[\u0080-\u07ff]/g)?.length ?? 0
  // Half of a surrogate pair counts as two of the four bytes.
  const wider = text.match(/[\u0800-\ud7ff\ue000-\uffff]/g)?.length ?? 0
  const halves = text.match(/[\ud800-\udfff]/g)?.length ?? 0
  return text.length + wide + wider * 2 + halves
}

function shortened(record: LogRecord, length: number): LogRecord {
  const { facts } = record
  const { error, reason } = facts
  const details = Object.entries(reason.details).map(([name, value]) => [
    name,
    typeof value === 'string' ? short(value, length * 4) : value,
  ])
  return {
    ...record,
    facts: {
      ...facts,
      reason: { ...reason, details: Object.fromEntries(details) as typeof reason.details },
      written: facts.written.map(([path, from, to]) => [path, short(from, length), short(to, length)]),
      ...(error !== undefined && { error: { ...error, message: short(error.message, length * 4) } }),
    },
  }
}

function short<T extends string | null>(text: T, length: number): T | string {
  return text === null || text.length <= length ? text : `${text.slice(0, length)}…`
}
