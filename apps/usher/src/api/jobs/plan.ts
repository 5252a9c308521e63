import { isLate, modified, say, waiting, type AttributeChange, type Change, type Source } from '@usher/engine'
import type { Attributes, Ref } from '@usher/scim'
import { z } from 'zod'
import type { House } from '../../runner/open-job.ts'
import { openPlan } from '../../runner/open-plan.ts'
import type { Application } from '../../store/applications.ts'
import type { Job } from '../../store/jobs.ts'
import { namedObject } from '../../store/named-object.ts'
import { adviceOn } from './advice.ts'

export const planQuery = z.object({
  who: z.string().optional(),
  limit: z.coerce.number().int().min(0).max(100_000).default(1000),
})
export type PlanLine = ReturnType<typeof shownChange>

/** What the next cycle would do: a line for each change, how far it is after each page, then the counts. Writes nothing. */
export async function showPlan(
  house: House,
  { app, job }: { app: Application; job: Job },
  { who, limit }: { who?: string | undefined; limit: number },
  line: (value: unknown) => void,
): Promise<void> {
  const { pages, source, requests } = await openPlan(house, { app, job })
  const only = who === undefined ? null : (await namedObject(house.store, who)).ref.id
  const counts = {
    read: 0,
    create: 0,
    update: 0,
    disable: 0,
    delete: 0,
    joined: 0,
    held: 0,
    problems: 0,
    members: { added: 0, removed: 0 },
    skipped: {} as Record<string, number>,
  }
  let shown = 0
  for await (const { plan } of pages) {
    const asked = plan.changes.filter(({ ref }) => only === null || ref.id === only)
    for (const change of asked) count(counts, change)
    const worth = asked.filter((one) => one.action !== 'none' || one.error !== undefined || only !== null)
    const lines = await showChanges(source, app, worth.slice(0, Math.max(0, limit - shown)))
    for (const change of lines) line({ change })
    shown += worth.length
    line({ progress: { read: counts.read } })
  }
  line({
    plan: { ...counts, initial: job.watermark === null, requests: requests(), omitted: Math.max(0, shown - limit) },
  })
}

type Counts = {
  read: number
  joined: number
  held: number
  problems: number
  members: { added: number; removed: number }
  skipped: Record<string, number>
} & Record<'create' | 'update' | 'disable' | 'delete', number>

function count(counts: Counts, change: Change): void {
  // Memberships are told as a change of their group, which was read and counted once.
  if (change.reason.code === 'members') {
    counts.members.added += Number(change.reason.details['added'])
    counts.members.removed += Number(change.reason.details['removed'])
    return
  }
  counts.read += 1
  if (change.facts.match.kind === 'joined' && change.facts.verdict.inScope) counts.joined += 1
  if (isRejected(change)) counts.skipped['rejected'] = (counts.skipped['rejected'] ?? 0) + 1
  else if (change.held !== undefined) counts.held += 1
  else if (change.action !== 'none') counts[change.action] += 1
  else if (change.error !== undefined) counts.problems += 1
  else {
    const because = change.reason.details['because']
    const reason = typeof because === 'string' ? because : change.reason.code
    counts.skipped[reason] = (counts.skipped[reason] ?? 0) + 1
  }
}

const heldBy = {
  removal: 'the removal is held by the accidental-deletion threshold',
  adoption: 'it is taken over when you agree',
  change: 'the change is held, since so many are alike',
  burst: 'the removal waits a minute for others',
} as const
const rejectedAs = {
  removal: 'the removal was rejected',
  adoption: 'taking it over was rejected',
  change: 'the change was rejected',
} as const

function isRejected({ held }: Change): boolean {
  return held !== undefined && 'rejected' in held
}

/** Why it is not written, and what a person can do about it. */
function holding(held: NonNullable<Change['held']>): { readonly says: string; readonly advice: string | null } {
  if (held.kind === 'burst') return { says: heldBy.burst, advice: null }
  const { advice, rejected } = waiting[held.kind]
  return held.rejected ? { says: rejectedAs[held.kind], advice: rejected } : { says: heldBy[held.kind], advice }
}

/** Changes with their reasons, as the command line and the log say them; accounts to come are called by whose they are. */
export async function showChanges(
  source: Pick<Source, 'read'>,
  app: Application,
  changes: readonly Change[],
): Promise<readonly PlanLine[]> {
  const coming = changes.flatMap((change) => patchOf(change).flatMap(({ to }) => comingOf(to)))
  const entries = coming.length === 0 ? [] : await source.read(coming)
  const names = new Map(entries.flatMap(({ ref, object }) => (object === null ? [] : [[ref.id, nameOf(ref, object)]])))
  return changes.map((change) => shownChange(change, app, names))
}

function shownChange(change: Change, app: Application, names: ReadonlyMap<string, string>) {
  const { object } = change.facts.entry
  const held = change.held === undefined ? null : holding(change.held)
  return {
    id: change.ref.id,
    displayName: nameOf(change.ref, object ?? {}),
    userPrincipalName: object?.['userPrincipalName'] ?? null,
    action: held === null ? change.action : 'held',
    code: change.reason.code,
    reason: held === null ? say(change.reason) : `${say(change.reason)}; ${held.says}`,
    advice: held?.advice ?? adviceOn(change, app),
    problem: change.action === 'none' ? (change.error ?? null) : null,
    changes: patchOf(change).map((one) => {
      const [of] = comingOf(one.to)
      return of === undefined ? modified(one) : { ...modified(one), newValue: accountOf(of, names) }
    }),
  }
}

function patchOf(change: Change): readonly AttributeChange[] {
  return 'patch' in change ? change.patch : []
}

/** Whose account a value will be. */
function comingOf(value: AttributeChange['to']): readonly Ref[] {
  return value !== undefined && isLate(value) && value.late === 'targetId' ? [value.of] : []
}

function accountOf({ id }: Ref, names: ReadonlyMap<string, string>): string {
  const name = names.get(id)
  if (name !== undefined) return `(the account of ${name}, once there is one)`
  return `(left out: nobody in the directory has ${id.replace(':', ' ')} yet)`
}

export function nameOf({ id }: Ref, { displayName, userPrincipalName }: Attributes): string {
  const name = displayName ?? userPrincipalName
  return typeof name === 'string' ? name : id
}
