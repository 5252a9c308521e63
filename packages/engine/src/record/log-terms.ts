/** What a line of the log is found by: words, and facets such as its result. Both sides of a search are made here. */
import { codeOf, told } from './log-entry.ts'
import type { LogRecord } from './log-record.ts'

/** A facet begins with `=`, which no word does, so that `success` in a name is not the result. */
export type Facet = 'result' | 'action' | 'reason' | 'code' | 'attribute' | 'job' | 'cycle'
export const facet = (kind: Facet, value: string): string => `=${kind}:${value.toLowerCase()}`

/** A value that is longer than so many words is found by its first ones. */
const mostWords = 120
const longestWord = 40
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/
const word = new RegExp(String.raw`${uuid.source}|[\p{L}\p{N}]+`, 'gu')
/** The same, and faster, where all is ASCII, as it mostly is. */
const asciiWord = new RegExp(`${uuid.source}|[a-z0-9]+`, 'g')
const beginningOfUuid = /^[0-9a-f]{8}-[0-9a-f-]*$/

/** Its words in small letters without accents; an id of a UUID's form is one word. */
export function wordsOf(text: string): readonly string[] {
  const plain = isAscii(text)
    ? text.toLowerCase().match(asciiWord)
    : text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().match(word)
  const words = plain ?? []
  return words.every(isShort) ? words : words.map((one) => one.slice(0, longestWord))
}

function isShort({ length }: string): boolean {
  return length <= longestWord
}

function isAscii(text: string): boolean {
  return !/[^\0-\u007f]/.test(text)
}

/** What a person searches for: every word must begin one of the line's. */
export function wordsAsked(text: string): readonly string[] {
  return text
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .flatMap((part) => (beginningOfUuid.test(part) ? [part] : wordsOf(part)))
}

/** Everything that one line is found by. Of a creation every attribute is new, so none is a facet of it. */
export function termsOf(record: LogRecord, of: { readonly job: string; readonly cycle: string }): readonly string[] {
  const { action, result, ref, displayName, targetId, facts } = record
  const code = codeOf(record)
  const { upn = '', error, said, written } = facts
  let text = `${displayName} ${ref.id} ${targetId} ${upn} ${told(record).sentence} ${error?.message ?? ''} ${said?.detail ?? ''}`
  for (const [, from, to] of written) text += ` ${from ?? ''} ${to ?? ''}`
  const words = new Set<string>()
  for (const one of wordsOf(text)) if (words.size < mostWords) words.add(one)
  return [
    facet('job', of.job),
    facet('cycle', of.cycle),
    facet('result', result),
    facet('action', action),
    facet('reason', facts.reason.code),
    ...(code === null ? [] : [facet('code', code)]),
    ...(action === 'create' ? [] : written.map(([path]) => facet('attribute', path))),
    ...[ref.id, targetId].map((id) => id.toLowerCase()).filter((id) => id !== '' && !words.has(id)),
    ...words,
  ]
}
