import type { Gives } from '../../api/ask.ts'
import { plural } from '../../parts/numbers.ts'

export type Plan = Gives<'GET /usher/apps/{app}/plans'>['plans'][number]
export type Change = Gives<'GET /usher/apps/{app}/plans/{id}'>['changes'][number]

/** Actions of a plan in the order in which they are read, and what they are called. */
export const kinds = [
  { value: 'create', text: 'Create', says: 'created' },
  { value: 'update', text: 'Update', says: 'updated' },
  { value: 'disable', text: 'Disable', says: 'disabled' },
  { value: 'delete', text: 'Delete', says: 'deleted' },
  { value: 'members', text: 'Members', says: 'groups with other members' },
  { value: 'held', text: 'Held', says: 'held until somebody agrees' },
  { value: 'problem', text: 'Problem', says: 'that cannot be done' },
] as const

/** What keeps a plan from being applied; null: nothing. */
export const obstacles: Readonly<Record<Plan['state'], string | null>> = {
  open: null,
  unfinished: 'It was not made to its end. Make another one.',
  unsaved: 'It was made for mappings or settings that are not saved. Stop provisioning and save them, then apply it.',
  expired: 'It is older than a day, so it says too little about now. Make another one.',
  superseded: 'Mappings, filters or settings are others than it was made by. Make another one.',
}

/** How many of a plan wait to be applied. */
export function waitingIn({ outcomes }: Pick<Plan, 'outcomes'>): number {
  return outcomes['waiting'] ?? 0
}

/** How many of a plan were applied, whatever came of it. */
export function appliedIn({ outcomes }: Pick<Plan, 'outcomes'>): number {
  return Object.entries(outcomes).reduce((sum, [outcome, count]) => sum + (outcome === 'waiting' ? 0 : count), 0)
}

/** What a filter finds, by its action: how many an approval would mean. What is held is meant only by itself, and problems never are. */
export function approvable(matching: Readonly<Record<string, number>>, action: string): number {
  const meant = Object.entries(matching).filter(
    ([kind]) => kind !== 'problem' && (kind !== 'held' || action === 'held'),
  )
  return meant.reduce((sum, [, count]) => sum + count, 0)
}

/** `3 disabled, 12 created`. */
export function inWords(actions: Readonly<Record<string, number>>): string {
  const parts = kinds.flatMap(({ value, says }) => {
    const count = actions[value] ?? 0
    return count === 0 ? [] : [`${count.toLocaleString('en')} ${says}`]
  })
  return parts.length === 0 ? 'nothing to do' : parts.join(', ')
}

export function outcomeInWords(plan: Plan): string {
  const applied = appliedIn(plan)
  const waits = waitingIn(plan)
  if (applied === 0) return waits === 0 ? 'Nothing approved' : `${plural(waits, 'change')} approved`
  const failed = plan.outcomes['failure'] ?? 0
  return [
    `${applied.toLocaleString('en')} applied`,
    ...(failed > 0 ? [`${failed.toLocaleString('en')} failed`] : []),
    ...(waits > 0 ? [`${waits.toLocaleString('en')} wait`] : []),
  ].join(', ')
}
