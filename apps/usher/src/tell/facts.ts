/** What is known of an announcement, as rows of a message: the known facts in their order, then whatever else there is. */
import type { Json } from '@usher/scim'
import type { Announcement } from '../store/announcements.ts'

export type Row = readonly [title: string, text: string]
type Fact = { readonly name: string; readonly within: string; readonly value: Json }

/**
 * Facts by name (QU-18), or by name and what they stand in, in the order in which somebody reads them; null: told elsewhere
 * in the message.
 */
const titles: Readonly<Record<string, string | null>> = {
  sentence: null,
  remedy: null,
  application: null,
  jobName: null,
  warning: null,
  'object.id': null,
  'object.type': null,
  'evidence.references': null,
  reason: 'Reason',
  before: 'Reason before',
  firstSeen: 'First seen',
  seriesBegan: 'First seen',
  currentBegan: 'Since',
  seriesCount: 'Times in a row',
  failures: 'Failures',
  successes: 'Successes',
  count: 'Count',
  limit: 'Limit',
  lastError: 'Last error',
  'error.code': 'Error code',
  'error.message': 'Last error',
  request: 'Request',
  status: 'Answer',
  said: 'It said',
  'object.displayName': 'Object',
  'evidence.at': 'Seen at',
  nextAttempt: 'Next attempt',
  expiresOn: 'Expires on',
}
const order = Object.keys(titles)
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/
const longest = 2000

/** Empty facts are left out, and what stands in another fact is told like any; one that nobody has named gets its name as a title. */
export function factRows(facts: Announcement['facts']): readonly Row[] {
  const named = leaves(facts, '').map((fact) => ({ fact, key: keyOf(fact) }))
  const place = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length)
  return named
    .toSorted((one, other) => place(one.key) - place(other.key))
    .flatMap(({ fact, key }) => {
      const title = titles[key]
      const text = textOf(fact.value)
      return title === null || text === '' ? [] : [[title ?? titleOf(fact.name), text] as const]
    })
}

/** `2026-03-02 09:00 UTC`. */
export function timeOf(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
}

function leaves(facts: Readonly<Record<string, Json>>, within: string): readonly Fact[] {
  return Object.entries(facts).flatMap(([name, value]) =>
    isObject(value) ? leaves(value, name) : [{ name, within, value }],
  )
}

function keyOf({ name, within }: Fact): string {
  return `${within}.${name}` in titles ? `${within}.${name}` : name
}

function textOf(value: Json): string {
  if (value === null) return ''
  if (typeof value === 'number') return value.toLocaleString('en-US')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return (instant.test(value) ? timeOf(value) : value).slice(0, longest)
  return JSON.stringify(value).slice(0, longest)
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `nextAttempt` is `Next attempt`. */
function titleOf(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
