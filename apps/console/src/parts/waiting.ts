import type { Status } from './job-state.tsx'

type Job = Pick<Status['job'], 'undecided' | 'changesUndecided' | 'adoptionsUndecided'>

/** What waits until somebody allows or rejects it: what one is called, and how many of a job do. */
export const waiting = [
  { kind: 'removals', one: 'removal', count: ({ undecided }: Job) => undecided },
  { kind: 'changes', one: 'unusual change', count: ({ changesUndecided }: Job) => changesUndecided },
  { kind: 'adoptions', one: 'adoption', count: ({ adoptionsUndecided }: Job) => adoptionsUndecided },
] as const

export type WaitingKind = (typeof waiting)[number]['kind']
