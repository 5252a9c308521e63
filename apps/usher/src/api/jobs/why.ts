import {
  addDays,
  isExpired,
  isUndecided,
  never,
  nothingHeld,
  planPage,
  ruleFor,
  TargetUnusable,
  verdict,
  type Change,
  type Check,
  type Link,
  type Look,
} from '@usher/engine'
import type { Ref } from '@usher/scim'
import { randomUUID } from 'node:crypto'
import { contextOf, openJob, rulesOf, sourceOf, type House } from '../../runner/open-job.ts'
import { findApplication, listApplications, type Application } from '../../store/applications.ts'
import type { Group } from '../../store/groups.ts'
import { isInbound } from '../../store/inbound-jobs.ts'
import { jobOf, jobsOf, type Job } from '../../store/jobs.ts'
import { journal, links } from '../../store/journal.ts'
import { readLog, type LogLine } from '../../store/log-read.ts'
import { missingOf } from '../../store/missing.ts'
import { namedObject } from '../../store/named-object.ts'
import type { Quarantine } from '../../store/quarantine.ts'
import type { User } from '../../store/users.ts'
import { notesOf } from './notes.ts'
import { showChanges, type PlanLine } from './plan.ts'

export type WhyApplication = {
  readonly application: string
  readonly applicationId: string
  /** Its state. */
  readonly job: string
  readonly jobName: string
  readonly quarantine: Quarantine | null
  readonly inScope: boolean
  /** Nothing is decided about the person: a condition fails, or another mapping is meant. */
  readonly undecided: boolean
  readonly checks: readonly Check[]
  readonly link: {
    readonly targetId: string | null
    readonly state: string
    readonly active: boolean
    /** When the account is deleted, if it was disabled and nothing else happens. */
    readonly deletedAt: string | null
  } | null
  /** What a cycle would do now; null with `problem` when the application cannot be asked. */
  readonly plan: PlanLine | null
  readonly problem: string | null
  readonly lastChange: {
    readonly at: string
    readonly action: string
    readonly result: string
    readonly reason: string
  } | null
  readonly notes: readonly string[]
  readonly looks: readonly {
    readonly why: Look['why']
    readonly since: string
    readonly next: string | null
    readonly attempts: number
    readonly error: string | null
    /** It reached the end of its retries. */
    readonly expired: boolean
    /** What a person decided about what is held. */
    readonly decision: 'allowed' | 'rejected' | null
  }[]
}

export type Why = ({ readonly user: User; readonly group: null } | { readonly user: null; readonly group: Group }) & {
  readonly applications: readonly WhyApplication[]
}

const noGroups = 'Groups are not provisioned here: its mappings have none of groups that is enabled.'

/** One person or group over all applications and jobs, or one of them: verdict by verdict, link, last change, next attempt, what would make it happen. */
export async function why(
  house: House,
  { who, app, job }: { readonly who: string; readonly app?: string | undefined; readonly job?: string | undefined },
): Promise<Why> {
  const { store } = house
  const named = await namedObject(store, who)
  const apps = app === undefined ? await listApplications(store) : [await findApplication(store, app)]
  const jobs = await Promise.all(
    apps.map(async (one) => {
      const some = job === undefined ? await jobsOf(store, one) : [await jobOf(store, one, job)]
      // Of those that bring people in only one that is asked for says that it provisions nobody.
      return some.filter((its) => app !== undefined || !isInbound(its)).map((its) => whyIn(house, named.ref, one, its))
    }),
  )
  const applications = await Promise.all(jobs.flat())
  return named.kind === 'user'
    ? { user: named.user, group: null, applications }
    : { user: null, group: named.group, applications }
}

async function whyIn(house: House, ref: Ref, app: Application, job: Job): Promise<WhyApplication> {
  const { store } = house
  const key = `${ref.type}/${ref.id}`
  const reading = journal(store, {
    job: job.id,
    application: app.id,
    cycle: randomUUID(),
    lease: '',
    lane: 'cycle',
    schemaVersion: 0,
    now: house.now,
  })
  const rules = rulesOf(app, job)
  const rule = ruleFor(rules, ref)
  const source = sourceOf(store, app, job, new Set(rules.flatMap(({ reads }) => [...reads])))
  const [entry] = await source.read([ref])
  if (entry === undefined) throw new Error('The directory answers without the object')
  const context = await contextOf(house)
  const judged = verdict(rule.scope, entry, context)
  const link = (await links(store, job.id, [ref])).get(key) ?? null
  const looks = (await reading.looksOf([ref])).get(key) ?? []
  const lines = await readLog(store, { jobs: [job.id], objectId: ref.id, limit: 20 })
  const ruled = rule.type === ref.type
  const { change, problem } = ruled ? await planned(house, app, job, entry) : { change: null, problem: noGroups }
  const [plan = null] = change === null ? [] : await showChanges(source, app, [change])
  const missing = await missingOf(store, job.id, ref)
  return {
    application: app.displayName,
    applicationId: app.id,
    job: job.state,
    jobName: job.name,
    quarantine: job.quarantine,
    inScope: ruled && judged.inScope,
    undecided: !judged.inScope && isUndecided(judged.because),
    checks: ruled ? judged.checks : [],
    link: link === null ? null : shownLink(link, job),
    plan,
    problem,
    lastChange: lastChange(lines),
    notes: notesOf({ rules, context, entries: await source.read(missing.map(({ of }) => of)) }, missing),
    looks: looks.map(showLook),
  }
}

function shownLink({ targetId, state, active, leftAt }: Link, { settings }: Job): WhyApplication['link'] {
  const days = settings.deleteAfterDays ?? null
  const isComing = days !== null && state === 'managed' && !active && leftAt !== undefined
  return { targetId, state, active, deletedAt: isComing ? addDays(leftAt, days) : null }
}

type Entry = Parameters<typeof planPage>[2][number]

async function planned(
  house: House,
  app: Application,
  job: Job,
  entry: Entry,
): Promise<{ change: Change | null; problem: string | null }> {
  try {
    const { ports, rules } = await openJob(house, app, job, null)
    const options = {
      context: await contextOf(house),
      index: null,
      verify: false,
      hold: nothingHeld,
      preview: new Set<string>(),
    }
    const { plan } = await planPage(ports, ruleFor(rules, entry.ref), [entry], options)
    return { change: plan.changes[0] ?? null, problem: null }
  } catch (error) {
    if (error instanceof TargetUnusable) return { change: null, problem: error.message }
    throw error
  }
}

function lastChange(lines: readonly LogLine[]): WhyApplication['lastChange'] {
  const line = lines.find((one) => one.action !== 'other' && one.result !== 'skipped')
  return line === undefined
    ? null
    : { at: line.at, action: line.action, result: line.result, reason: line.entry.usher.reason }
}

function showLook(look: Look): WhyApplication['looks'][number] {
  return {
    why: look.why,
    since: look.since,
    next: look.next === never ? null : look.next,
    attempts: look.attempts,
    error: look.error?.message ?? null,
    expired: look.why === 'failed' && isExpired(look),
    decision: look.decision ?? null,
  }
}
