import type { Gives } from '../../api/ask.ts'

export type Entry = Gives<'GET /usher/audit'>['entries'][number]

/** A value of the audit log in words; null where there was none. */
export function said(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The place of an entry as a link holds it, and back: what comes behind the number after it is the entry itself. */
export function placeOf({ at, id }: Pick<Entry, 'at' | 'id'>): string {
  return `${at}~${id}`
}

export function justBefore(place: string): string {
  const [at = '', id = ''] = place.split('~')
  return `${at}~${Number(id) + 1}`
}
