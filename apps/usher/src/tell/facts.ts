/** What is known of an announcement, as rows of a message: the known facts in their order, then whatever else there is. */
import type { Json } from '@usher/scim'
import type { Announcement } from '../store/announcements.ts'

export type Row = readonly [title: string, text: string]

/** Facts by name (QU-18), in the order in which somebody reads them. */
const titles: Readonly<Record<string, string>> = {
  reason: 'Reason',
  before: 'Reason before',
  firstSeen: 'First seen',
  seriesBegan: 'Since',
  currentBegan: 'Since',
  failures: 'Failures',
  successes: 'Successes',
  count: 'Count',
  limit: 'Limit',
  lastError: 'Last error',
  nextAttempt: 'Next attempt',
  expiresOn: 'Expires on',
}
/** Told elsewhere in the message. */
const elsewhere = new Set(['sentence', 'remedy', 'warning'])
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/
const longest = 2000

/** Empty facts are left out; a fact that nobody has named gets its name as a title. */
export function factRows(facts: Announcement['facts']): readonly Row[] {
  const known = Object.keys(titles)
  const names = Object.keys(facts).filter((name) => !elsewhere.has(name))
  const place = (name: string): number => (known.includes(name) ? known.indexOf(name) : known.length)
  return names
    .toSorted((one, other) => place(one) - place(other))
    .flatMap((name) => {
      const text = textOf(facts[name])
      return text === '' ? [] : [[titles[name] ?? titleOf(name), text] as const]
    })
}

/** `2026-03-02 09:00 UTC`. */
export function timeOf(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return value.toLocaleString('en-US')
  if (typeof value === 'string') return (instant.test(value) ? timeOf(value) : value).slice(0, longest)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map((one) => textOf(one as Json)).filter((one) => one !== '').join(', ').slice(0, longest) // prettier-ignore
  return Object.entries(value)
    .map(([name, one]) => [titleOf(name), textOf(one)])
    .filter(([, text]) => text !== '')
    .map(([title, text]) => `${title}: ${text}`)
    .join('; ')
    .slice(0, longest)
}

/** `nextAttempt` is `Next attempt`. */
function titleOf(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
