import { Badge } from '@fluentui/react-components'
import type { Gives } from '../api/ask.ts'

export type Status = Gives<'GET /usher/apps/{app}/status'>
type Code = Status['job']['code']

const badges: Readonly<
  Record<Code, { readonly text: string; readonly color: 'success' | 'informative' | 'danger' | 'warning' }>
> = {
  NotConfigured: { text: 'Not configured', color: 'informative' },
  NotRun: { text: 'Not started', color: 'informative' },
  Active: { text: 'On', color: 'success' },
  Paused: { text: 'Stopped', color: 'warning' },
  Quarantine: { text: 'Quarantine', color: 'danger' },
}
/** Held removals are a quarantine in the Graph, as in Entra; people read what it is, since nothing else is slowed. */
const held = { text: 'Removals held', color: 'warning' } as const

export const states = Object.entries(badges).map(([code, { text }]) => ({ code, text }))

export function stateOf({ code, state, quarantine }: Status['job']) {
  // Its first cycle has not ended yet.
  if (code === 'NotRun' && state === 'Active') return badges.Active
  return code === 'Quarantine' && quarantine === null ? held : badges[code]
}

/** Whether provisioning of an application is on, and whether it is well. */
export function JobState({ job }: { readonly job: Status['job'] }) {
  const { text, color } = stateOf(job)
  return (
    <Badge appearance="tint" color={color}>
      {text}
    </Badge>
  )
}
