/** What waits for a person's decision: removals, accounts that would be taken over, unusual changes. */
import type { Command } from 'commander'
import type { ComingDeletion, DoneRemoval } from '../../store/decisions.ts'
import type { HeldAdoption, HeldCounts, HeldRemoval } from '../../store/held.ts'
import { Failed, ofJob, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import { bad, dim, plural, type Out } from '../print.ts'
import type { With } from '../with.ts'

type Found = {
  readonly removals?: HeldRemoval[]
  readonly deletions?: ComingDeletion[]
  readonly done?: DoneRemoval[]
  readonly adoptions?: HeldAdoption[]
  readonly changes?: HeldChange[]
  readonly counts?: { readonly says: string; readonly count: number }[]
  readonly totals?: HeldCounts
  readonly next?: string | null
}
type HeldChange = HeldRemoval & { readonly says: readonly string[] }

type Done = { readonly decided: number; readonly rejected: number }

export function heldCommands(program: Command, run: With): void {
  const held = (name: 'removals' | 'adoptions' | 'changes', one: string, description: string): void => {
    jobOption(program.command(`${name} <app> [decision] [who...]`))
      .description(description)
      .action((app: string, decision: string | undefined, who: string[], which: JobChoice) =>
        run(async (client, out) => {
          const path = ofJob(app, `/${name}`, which)
          if (decision === undefined) {
            const found = await client.get<Found>(path)
            out.show(found, () => [...describe(found, out), ...leftOut(found)])
            return
          }
          if (decision !== 'allow' && decision !== 'reject')
            throw new Failed(`Say allow or reject, not "${decision}".`, 2)
          const done = await client.send<Done>('POST', path, {
            decision: decision === 'allow' ? 'allowed' : 'rejected',
            who: who.length === 0 ? 'all' : who,
          })
          if (done.decided === 0 && who.length > 0)
            throw new Failed(
              `No ${one} of ${who.join(', ')} is held. usher ${name} ${JSON.stringify(app)} lists those that are.`,
              1,
            )
          out.show(done, () => [describeDone(done, one, decision)])
        }),
      )
  }
  held(
    'removals',
    'removal',
    'removals held by accidental-deletion prevention; allow or reject some, or all without WHO',
  )
  held(
    'changes',
    'unusual change',
    'unusually many changes that are alike, held; allow or reject some, or all without WHO',
  )
  held('adoptions', 'adoption', 'existing accounts that would be taken over; allow or reject some, or all without WHO')
}

/** Whoever has more than a page of them decides about all, or looks at them in the admin center, where they are searched. */
function leftOut({ next, totals }: Found): readonly string[] {
  if (next === null || next === undefined || totals === undefined) return []
  const all = totals.undecided + totals.allowed + totals.rejected
  return [dim(`These are the first 10,000 of ${all.toLocaleString('en')}. The page Held of the admin center has all.`)]
}

/** Those that were rejected before are not allowed along with the others, which would surprise whoever rejected them. */
function describeDone({ decided, rejected }: Done, one: string, decision: 'allow' | 'reject'): string {
  if (decision === 'reject') return `${plural(decided, one)} rejected`
  const stay = rejected === 0 ? '' : `; ${rejected} rejected before ${rejected === 1 ? 'stays' : 'stay'} so: name WHO`
  return `${plural(decided, one)} allowed${stay}`
}

const id = { whole: true, extra: true } as const

function describe(
  { removals, done = [], deletions = [], adoptions, changes, counts = [] }: Found,
  out: Out,
): readonly string[] {
  if (adoptions !== undefined) return describeAdoptions(adoptions, out)
  if (changes !== undefined) return describeChanges(changes, counts, out)
  return [...describeRemovals(removals ?? [], out), ...describeWritten(done, out), ...describeDeletions(deletions, out)]
}

function describeAdoptions(adoptions: readonly HeldAdoption[], out: Out): readonly string[] {
  if (adoptions.length === 0) return ['No account waits to be taken over.']
  return out.table(
    ['who', 'would take over', 'found by', { title: 'account', ...id }, 'decision'],
    adoptions.map((one) => [
      one.displayName,
      one.owner ?? '–',
      one.by ?? '–',
      one.targetId ?? '–',
      one.decision ?? '–',
    ]),
  )
}

function describeRemovals(removals: readonly HeldRemoval[], out: Out): readonly string[] {
  if (removals.length === 0) return ['No removal is held.']
  return out.table(
    ['name', 'held since', 'decision', { title: 'id', ...id }],
    removals.map((one) => [one.displayName, out.time(one.since), decisionOn(one, out), one.id]),
  )
}

/** A rejection is no decision for ever. */
function decisionOn({ decision, until }: HeldRemoval, out: Out): string {
  return until === null ? (decision ?? '–') : `rejected until ${out.time(until)}`
}

/** Those that were carried out before it was seen that there are so many. */
function describeWritten(done: readonly DoneRemoval[], out: Out): readonly string[] {
  if (done.length === 0) return []
  const rows = done.map((one) => [one.displayName, one.action, out.time(one.at), one.id])
  return [
    '',
    ...out.table(['done before the others were held', 'what', 'when', { title: 'id', ...id }], rows),
    dim('If it was a mistake, bring them back in the directory: the next cycle enables them again.'),
  ]
}

function describeChanges(changes: readonly HeldChange[], counts: Found['counts'] & {}, out: Out): readonly string[] {
  if (changes.length === 0) return ['No unusual change is held.']
  const rows = changes.map((one) => [
    one.displayName,
    one.says.join('; '),
    out.time(one.since),
    decisionOn(one, out),
    one.id,
  ])
  return [
    ...counts.map(({ says, count }) => bad(`${says} for ${count}`)),
    ...out.table(['name', 'what', 'held since', 'decision', { title: 'id', ...id }], rows),
  ]
}

function describeDeletions(deletions: readonly ComingDeletion[], out: Out): readonly string[] {
  if (deletions.length === 0) return []
  const rows = deletions.map((one) => [
    one.displayName,
    out.time(one.leftAt),
    out.time(one.deletedAt),
    daysTo(one.deletedAt),
    one.targetId,
  ])
  const columns = ['disabled, and deleted later', 'disabled', 'deleted', 'days left', { title: 'account', ...id }]
  return ['', ...out.table(columns, rows)]
}

function daysTo(instant: string): string {
  return String(Math.max(0, Math.ceil((Date.parse(instant) - Date.now()) / (24 * 3600_000))))
}
