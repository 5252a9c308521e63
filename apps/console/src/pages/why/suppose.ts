import type { Supposed } from './would.tsx'

/** What may be supposed, with the words of the choice. */
export const events = [
  { event: 'disable', text: 'They are disabled' },
  { event: 'enable', text: 'They are enabled' },
  { event: 'delete', text: 'They are deleted, and in the recycle bin' },
  { event: 'purge', text: 'They are deleted for good' },
  { event: 'unassign', text: 'They are no longer assigned' },
  { event: 'leaveGroup', text: 'They leave a group' },
  { event: 'change', text: 'An attribute changes' },
  { event: 'nothing', text: 'Nothing changes: just the next cycle' },
] as const

type Query = Pick<URLSearchParams, 'get'>

/** What the address supposes; null: something is not said yet. */
export function supposedBy(query: Query): Supposed | null {
  const found = events.find(({ event }) => event === query.get('event'))
  const event = found?.event ?? 'disable'
  if (event === 'leaveGroup') {
    const group = query.get('group') ?? ''
    return group === '' ? null : { event, group }
  }
  if (event === 'change') {
    const name = (query.get('attribute') ?? '').trim()
    const value = query.get('value') ?? ''
    return name === '' ? null : { event, attributes: { [name]: value === '' ? null : value } }
  }
  return { event }
}
