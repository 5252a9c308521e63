/** The action `provisionOnDemand` of Microsoft Graph: it writes, and has that action's limits (OD-5, OD-6). */
import { z } from 'zod'
import { Wrong } from '../store/directory.ts'

/** What one call may name, and how many calls there may be in a window of seconds. */
export const graphLimits = { members: 5, calls: 5, seconds: 10 } as const

const member = z.object({ objectId: z.string().min(1), objectTypeName: z.string().min(1) })
const subject = z.object({
  objectId: z.string().min(1),
  objectTypeName: z.string().min(1),
  links: z.object({ members: z.array(member).default([]) }).optional(),
})
const parameters = z
  .array(z.object({ ruleId: z.string().min(1), subjects: z.array(subject).min(1) }))
  .length(1, 'must be one rule')
export type GraphDemand = {
  readonly ruleId: string
  readonly subject: GraphSubject
  readonly members: readonly GraphSubject[]
}
export type GraphSubject = { readonly objectId: string; readonly objectTypeName: string }

/** Throws `Wrong` (invalid) when more is asked than the action does at a time, and a `ZodError` when it is no such request. */
export function readGraphDemand(body: unknown): GraphDemand {
  const [one] = z.object({ parameters }).parse(body).parameters
  const [first, ...others] = one?.subjects ?? []
  if (one === undefined || first === undefined) throw new Wrong('invalid', 'Name one object to provision.')
  if (others.length > 0) throw new Wrong('invalid', 'One user or one group is provisioned on demand at a time.')
  const { links, ...subject } = first
  const members = links?.members ?? []
  if (members.length > graphLimits.members)
    throw new Wrong(
      'invalid',
      `A group is provisioned on demand with at most ${graphLimits.members} members; ${members.length} were given.`,
    )
  return { ruleId: one.ruleId, subject, members }
}

/** Counts calls; `milliseconds` until the next one is allowed, 0 when this one is, which then counts. */
export function graphTurns(): (now: number) => number {
  let calls: readonly number[] = []
  const window = graphLimits.seconds * 1000
  return (now) => {
    calls = calls.filter((at) => at > now - window)
    const [oldest] = calls
    if (oldest !== undefined && calls.length >= graphLimits.calls) return oldest + window - now
    calls = [...calls, now]
    return 0
  }
}
