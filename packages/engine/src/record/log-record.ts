/** What is stored of one line of the provisioning log: facts, from which the line is printed when somebody reads it. */
import type { Json, Ref } from '@usher/scim'
import { isLate } from '../plan/diff.ts'
import type { ReasonCode } from '../plan/reasons.ts'
import type {
  AttributeChange,
  Change,
  Exchange,
  Instant,
  Late,
  Match,
  Outcome,
  OutOfScope,
  ProvisioningError,
  Reason,
  Value,
} from '../types.ts'
import { fitted } from './fitted.ts'
import { withoutValues } from './redact.ts'

/** Of what did not happen, what somebody would ask about: an account taken over, nobody found, a leaver kept (DP-34). */
const asked: ReadonlySet<ReasonCode> = new Set([
  'ignored',
  'joined',
  'unmatchable',
  'keptByRule',
  'deleteOff',
  'cannotDelete',
  'notMapped',
  'updateOff',
  'createOff',
])

/** Why somebody has no account although they were given the application, or pass no filter. */
const excluding: ReadonlySet<Json | undefined> = new Set(['roleMissing', 'filteredOut'])

/** Whether an outcome is worth a line: `none` is counted, not logged, unless somebody would ask about it. */
export function isLogged({ change, result }: Outcome): boolean {
  // Who is gathered is written, or held, within the minute, and has a line then.
  if (result === 'held') return change.held?.kind !== 'burst'
  if (result !== 'skipped') return true
  const { code, details } = change.reason
  return asked.has(code) || excluding.has(details['because']) || isDisabledNewcomer(change)
}

/** Given the application while disabled in the directory, so without an account until they are enabled (CY-40). */
function isDisabledNewcomer({ facts: { entry, verdict, link } }: Change): boolean {
  return !verdict.inScope && verdict.because === 'sourceDisabled' && link === null && entry.assignments.length > 0
}

const leftOut: Readonly<Partial<Record<ReasonCode, LogRecord['action']>>> = {
  createOff: 'create',
  deleteOff: 'delete',
  cannotDelete: 'delete',
}

/** What was done, or would have been done if it had not been left out. */
function actionOf({ change, result }: Outcome): LogRecord['action'] {
  if (result === 'held') return change.held?.kind === 'removal' ? 'stagedDelete' : 'other'
  if (change.action !== 'none') return change.action
  const { code, details } = change.reason
  const { verdict, link } = change.facts
  if (code === 'updateOff') return verdict.inScope ? 'update' : 'disable'
  const excluded = excluding.has(details['because']) || isDisabledNewcomer(change)
  if (code === 'outOfScope' && link === null && excluded) return 'create'
  return leftOut[code] ?? 'other'
}

/** Sentences, advice and steps follow from the tables, so they are not stored; a line stays below 2 kB (LG-20). */
export type LogRecord = {
  readonly action: 'create' | 'update' | 'disable' | 'delete' | 'stagedDelete' | 'other'
  readonly result: Outcome['result']
  readonly ref: Ref
  readonly displayName: string
  readonly targetId: string
  readonly facts: {
    readonly reason: { readonly code: string; readonly details: Reason['details'] }
    /** Path, old and new value. */
    readonly written: readonly (readonly [string, string | null, string | null])[]
    readonly match: Match['kind']
    /** The user principal name, where the directory has one. */
    readonly upn?: string
    readonly gone?: true
    /** In scope without an assignment, since everybody is. */
    readonly via?: 'all'
    readonly because?: OutOfScope
    /** Only of somebody out of scope. */
    readonly checks?: Readonly<Record<string, boolean>>
    readonly error?: ProvisioningError
    /** What the application answered to the request that failed. */
    readonly said?: { readonly status: number; readonly detail: string }
    /** How often it failed, and when it is tried again. */
    readonly again?: { readonly attempts: number; readonly next: Instant }
    /** Of what is held: kinds of unusual changes. */
    readonly what?: readonly string[]
    /** Of what is held: a person said no. */
    readonly rejected?: true
    /** A person allowed it. */
    readonly allowed?: true
    /** Paths that the application answered with as they were before. */
    readonly ignored?: readonly string[]
    /** Brought about by a person, and by no cycle. */
    readonly by?: 'onDemand' | 'plan' | 'undo'
    /** Somebody whom an inbound job was sent, by the key of the source. */
    readonly inbound?: { readonly key: string; readonly bulkId?: string; readonly by: string }
    /** A line that is not about a change, in its own words. */
    readonly says?: { readonly sentence: string; readonly advice: string | null }
  }
}

export function logRecord(outcome: Outcome): LogRecord {
  const { change, result, written } = outcome
  const { verdict, match, entry } = change.facts
  const isTold = change.facts.desired.flows.every(({ redacts }) => redacts !== true)
  const upn = isTold ? entry.object?.['userPrincipalName'] : undefined
  return fitted({
    action: actionOf(outcome),
    result,
    ref: change.ref,
    displayName: nameOf(outcome),
    targetId: outcome.targetId ?? idOf(outcome),
    facts: {
      reason: change.reason,
      written: written.map(modified).map((one) => [one.displayName, one.oldValue, one.newValue]),
      match: match.kind,
      ...(typeof upn === 'string' && { upn }),
      ...(entry.object === null && { gone: true }),
      ...(verdict.inScope
        ? verdict.via === 'all' && { via: 'all' }
        : {
            because: verdict.because,
            checks: Object.fromEntries(verdict.checks.map((check) => [check.name, check.passed])),
          }),
      ...(outcome.result === 'failure' && failing(outcome)),
      ...(change.held?.kind === 'change' && { what: change.held.what }),
      ...(change.held !== undefined && 'rejected' in change.held && { rejected: true }),
      ...(outcome.allowed && { allowed: true }),
      ...(outcome.ignored !== undefined && { ignored: outcome.ignored }),
    },
  })
}

function failing(outcome: Outcome & { readonly result: 'failure' }): Partial<LogRecord['facts']> {
  const { error, look } = outcome
  const refused = logExchanges(outcome).findLast(({ status }) => status !== null && status >= 400)
  return {
    error,
    ...(refused !== undefined && { said: { status: refused.status ?? 0, detail: detailIn(refused.responseBody) } }),
    ...(look?.why === 'failed' && { again: { attempts: look.attempts, next: look.next } }),
  }
}

/** What an answer says: its keyword and detail (RFC 7644 section 3.12), or the beginning of what else it is. */
function detailIn(body: Json | undefined): string {
  if (body === undefined) return ''
  if (typeof body === 'string') return body.slice(0, longestDetail)
  const { scimType, detail } = (body ?? {}) as { scimType?: Json; detail?: Json }
  const parts = [scimType, detail].filter((part) => typeof part === 'string')
  return (parts.length > 0 ? parts.join(': ') : JSON.stringify(body)).slice(0, longestDetail)
}

const longestDetail = 300

function nameOf({ change }: Outcome): string {
  const object = change.facts.entry.object
  const { match } = change.facts
  const there = match.kind === 'linked' || match.kind === 'joined' ? match.target.attributes : {}
  const name = object?.['displayName'] ?? object?.['userPrincipalName'] ?? there['displayName'] ?? there['userName']
  return typeof name === 'string' ? name : ''
}

function idOf({ change }: Outcome): string {
  const { match, link } = change.facts
  return match.kind === 'linked' || match.kind === 'joined' ? match.target.id : (link?.targetId ?? '')
}

export type ModifiedProperty = {
  readonly displayName: string
  readonly oldValue: string | null
  readonly newValue: string | null
}

export function modified(change: AttributeChange): ModifiedProperty {
  const shown = (value: Value | undefined): string | null => {
    if (value === undefined || value === null) return null
    if (change.sensitive === true) return '[Redact]'
    if (change.generated === true) return '(generated)'
    if (isLate(value)) return lateText(value)
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
  // What is added does not take the place of what is there.
  const { op, from, to } = change
  const added = op === 'add' && Array.isArray(from) && Array.isArray(to) ? ([...from, ...to] as Json) : to
  return { displayName: change.path, oldValue: shown(from), newValue: shown(added) }
}

function lateText(value: Late): string {
  switch (value.late) {
    case 'targetId':
      return `(the account of ${value.of.id})`
    case 'generated':
      return '(generated)'
    case 'firstFree': {
      const { free, candidates } = value
      const count = `the first free of ${candidates.length}`
      return free === undefined ? `(${count})` : `${free} (${count})`
    }
  }
}

/** The exchanges as the log keeps them: whole, and never with a redacted value. */
export function logExchanges(outcome: Outcome): readonly Exchange[] {
  const sensitive = outcome.change.facts.desired.flows
    .filter(
      ({ sensitive: secret, redacts, value }) => secret || redacts || (isLate(value) && value.late === 'generated'),
    )
    .map(({ path }) => path)
  const { exchanges: kept } = outcome
  return sensitive.length === 0 ? kept : kept.map((exchange) => withoutValues(exchange, sensitive))
}
