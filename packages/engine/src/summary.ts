import { isLate } from './plan/diff.ts'
import type { Outcome } from './types.ts'

export type CycleSummary = {
  readonly cycle: 'initial' | 'incremental'
  readonly read: number
  readonly inScope: number
  readonly created: number
  readonly joined: number
  readonly updated: number
  readonly disabled: number
  readonly deleted: number
  readonly unchanged: number
  /** Not provisioned, by reason. */
  readonly skipped: Readonly<Record<string, number>>
  readonly failed: number
  readonly held: number
  /** Existing accounts that wait for a person who agrees. */
  readonly adoptions: number
  /** Unusual changes that wait for a person who agrees. */
  readonly changesHeld: number
  /** Removals that wait for others of the same minute. */
  readonly gathered: number
  /** References: set in this cycle; not set because that person has no account, or is not in the directory. */
  readonly references: { readonly set: number; readonly notProvisioned: number; readonly unknown: number }
  /** Memberships: put into a group, taken out of one, waiting for an account, refused. */
  readonly members: {
    readonly added: number
    readonly removed: number
    readonly missing: number
    readonly failed: number
  }
  readonly stopped: boolean
}

/** What was done in both together; what was read and counted is of the first alone. */
export function withActions(sum: CycleSummary, other: CycleSummary): CycleSummary {
  const both = (name: (typeof actions)[number]): number => sum[name] + other[name]
  return {
    ...sum,
    ...Object.fromEntries(actions.map((name) => [name, both(name)])),
    references: { ...sum.references, set: sum.references.set + other.references.set },
  }
}

/** What several parts of one cycle did, of which each looked at other objects. */
export function together(one: CycleSummary, other: CycleSummary): CycleSummary {
  return {
    ...sums(one, other),
    skipped: sums(one.skipped, other.skipped),
    references: sums(one.references, other.references),
    members: sums(one.members, other.members),
  }
}

/** What is a number in either is added, anything else is that of the first. */
function sums<T extends object>(one: T, other: T): T {
  const added = Object.entries(other).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'number' ? [[name, value + ((one as Record<string, number>)[name] ?? 0)] as const] : [],
  )
  return { ...one, ...Object.fromEntries(added) }
}

const actions = [
  'created',
  'joined',
  'updated',
  'disabled',
  'deleted',
  'failed',
  'held',
  'adoptions',
  'changesHeld',
  'gathered',
] as const

export const emptySummary: CycleSummary = {
  cycle: 'incremental',
  read: 0,
  inScope: 0,
  created: 0,
  joined: 0,
  updated: 0,
  disabled: 0,
  deleted: 0,
  unchanged: 0,
  skipped: {},
  failed: 0,
  held: 0,
  adoptions: 0,
  changesHeld: 0,
  gathered: 0,
  references: { set: 0, notProvisioned: 0, unknown: 0 },
  members: { added: 0, removed: 0, missing: 0, failed: 0 },
  stopped: false,
}

/**
 * Adds what happened to one page.
 *
 * `first`: these objects come from the feed and are counted as read; a second look at an object counts only what it
 * did. Failures are counted by the cycle, since a second look can make one good.
 */
export function tally(summary: CycleSummary, outcomes: readonly Outcome[], first: boolean): CycleSummary {
  return outcomes.reduce((sum, outcome) => add(sum, outcome, first), summary)
}

/** Adds what happened to one page of memberships; of failures `done` has those of the whole cycle, which a later look can make good. */
export function tallyMembers(summary: CycleSummary, done: CycleSummary['members']): CycleSummary {
  const { added, removed, missing } = summary.members
  const members = {
    added: added + done.added,
    removed: removed + done.removed,
    missing: missing + done.missing,
    failed: done.failed,
  }
  return { ...summary, members }
}

function add(sum: CycleSummary, outcome: Outcome, first: boolean): CycleSummary {
  const inScope = outcome.change.facts.verdict.inScope
  const base: CycleSummary = first ? { ...sum, read: sum.read + 1, inScope: sum.inScope + (inScope ? 1 : 0) } : sum
  switch (outcome.result) {
    case 'failure':
      return base
    case 'held': {
      if (isRejected(outcome)) return first ? skippedAs(base, 'rejected') : base
      const counter = countOf[outcome.change.held?.kind ?? 'removal']
      return { ...base, [counter]: base[counter] + 1 }
    }
    case 'warning':
    case 'skipped':
    case 'success':
      return done(base, outcome, first)
  }
}

/**
 * Adds what happened to objects that were brought along from the part of somebody else.
 *
 * Their own page counts them as read, and finds nothing left to do: that is not "unchanged".
 */
export function tallyBrought(summary: CycleSummary, outcomes: readonly Outcome[]): CycleSummary {
  const sum = tally(summary, outcomes, false)
  const done = outcomes.filter(
    ({ result, change }) => change.action !== 'none' && (result === 'success' || result === 'warning'),
  )
  return { ...sum, unchanged: sum.unchanged - done.length }
}

/** A person said no, so it waits for nobody. */
function isRejected({ change: { held } }: Outcome): boolean {
  return held !== undefined && held.kind !== 'burst' && held.rejected === true
}

function skippedAs(sum: CycleSummary, reason: string): CycleSummary {
  return { ...sum, skipped: { ...sum.skipped, [reason]: (sum.skipped[reason] ?? 0) + 1 } }
}

const countOf = { removal: 'held', adoption: 'adoptions', change: 'changesHeld', burst: 'gathered' } as const

function done(sum: CycleSummary, outcome: Outcome, first: boolean): CycleSummary {
  const { change } = outcome
  const set = outcome.written.filter(
    (one) => one.kind === 'reference' && one.to !== undefined && !isLate(one.to),
  ).length
  const references = { ...sum.references, set: sum.references.set + set }
  const joined = change.facts.match.kind === 'joined' && change.facts.verdict.inScope ? 1 : 0
  const next = { ...sum, references, joined: sum.joined + joined }
  switch (change.action) {
    case 'create':
      return { ...next, created: next.created + 1 }
    case 'update':
      // A reference that had to wait is set by a second write, which makes nobody updated twice.
      return { ...next, updated: next.updated + (isLateReference(outcome, first) ? 0 : 1) }
    case 'disable':
      return { ...next, disabled: next.disabled + 1 }
    case 'delete':
      return { ...next, deleted: next.deleted + 1 }
    case 'none': {
      if (!first) return next
      if (change.reason.code === 'alreadyEqual') return { ...next, unchanged: next.unchanged + 1 }
      if (joined > 0) return next
      const because = change.reason.details['because']
      const reason = typeof because === 'string' ? because : change.reason.code
      return skippedAs(next, reason)
    }
  }
}

function isLateReference({ written }: Outcome, first: boolean): boolean {
  return !first && written.length > 0 && written.every(({ kind }) => kind === 'reference')
}
