import type { Gives } from '../../api/ask.ts'
import { plural } from '../../parts/numbers.ts'

export type Demanded = Gives<'POST /usher/apps/{app}/provision'>['results'][number]
export type Step = Demanded['steps'][number]

/** UI-12, OD-3: the steps by their names. */
export const titles: Readonly<Record<string, string>> = {
  testConnection: 'Test connection',
  import: 'Import',
  scoping: 'Determine if in scope',
  matching: 'Match between source and target',
  action: 'Perform action',
  members: 'Members',
}

const verbs = [
  ['create', 'created'],
  ['update', 'updated'],
  ['disable', 'disabled'],
  ['delete', 'deleted'],
] as const

/** `1 account is created, 2 are updated`: what would be written; null: nothing. */
export function wouldBe(results: readonly Demanded[]): string | null {
  const planned = results.filter(({ result }) => result === 'planned')
  const parts = verbs.flatMap(([action, verb]) => {
    const count = planned.filter((one) => one.action === action).length
    return count === 0 ? [] : [`${plural(count, 'account')} ${count === 1 ? 'is' : 'are'} ${verb}`]
  })
  const members = planned.filter(({ steps }) => steps.some(({ step }) => step === 'members')).length
  if (members > 0) parts.push(`members of ${plural(members, 'group')} are put in`)
  return parts.length === 0 ? null : parts.join(', ')
}

/** A value of the directory or the application in words. */
export function valueOf(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The ids that an address holds. */
export function idsIn(text: string | null): readonly string[] {
  return (text ?? '').split(',').filter((id) => id !== '')
}
