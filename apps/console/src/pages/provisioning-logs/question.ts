import type { Gives, Takes } from '../../api/ask.ts'
import { asked, periodOf } from '../../parts/period.ts'

export type Line = Gives<'GET /usher/log'>['entries'][number]
export type Question = NonNullable<Takes<'GET /usher/log'>['query']>

/** Filters that stand in the address under the name that the service has for them. */
const plain = ['search', 'result', 'action', 'who', 'code', 'attribute', 'cycle'] as const
/** Those that are behind *More filters*. */
export const seldom = ['who', 'code', 'attribute', 'cycle'] as const

export const statuses = [
  { value: 'success', text: 'Success' },
  { value: 'failure', text: 'Failure' },
  { value: 'skipped', text: 'Skipped' },
  { value: 'warning', text: 'Warning' },
  { value: 'held', text: 'Held' },
]
export const actions = [
  { value: 'create', text: 'Create' },
  { value: 'update', text: 'Update' },
  { value: 'disable', text: 'Disable' },
  { value: 'delete', text: 'Delete' },
  { value: 'stagedDelete', text: 'Staged delete' },
  { value: 'other', text: 'Other' },
]

/** What the address asks of the log. `app`: the application whose page it is; undefined: the one that was chosen, if any. */
export function questionOf(query: URLSearchParams, app: string | undefined): Question {
  const chosen = plain.flatMap((name) => {
    const value = query.get(name) ?? ''
    return value === '' ? [] : [[name, value] as const]
  })
  const application = app ?? query.get('app') ?? ''
  return {
    ...asked(periodOf(query)),
    ...Object.fromEntries(chosen),
    ...(application !== '' && { app: application }),
  }
}

/** Whether it asks for some of the lines only, of those of its time. */
export function isFiltered(query: URLSearchParams): boolean {
  return [...plain, 'app'].some((name) => (query.get(name) ?? '') !== '')
}

/** How many of the newest lines came after the first that is shown. */
export function comeSince(newest: readonly Pick<Line, 'id'>[], shown: readonly Pick<Line, 'id'>[]): number {
  const first = shown[0]?.id ?? 0
  return newest.filter(({ id }) => id > first).length
}
