/** What it takes to put an object back as it was before something was done to it, and what cannot be put back. */
import { parsePath, readPath, type Json } from '@usher/scim'
import type { Rule } from '../job/rule.ts'
import { never } from '../job/ladder.ts'
import type { AttributeChange, Change, Desired, Entry, Instant, Link, Look, TargetObject, Verdict } from '../types.ts'
import { diff } from './diff.ts'

/** Path, and what its value was before and after, as the log keeps them; null: none. */
export type Written = readonly [path: string, before: string | null, after: string | null]
/** What was done to one object, all of its lines together. */
export type Deed = {
  readonly actions: readonly Change['action'][]
  readonly targetId: string
  readonly written: readonly Written[]
}
export type UndoFacts = {
  readonly rule: Rule
  readonly entry: Entry
  readonly link: Link | null
  readonly verdict: Verdict
  /** What the mapping gives now; and what it would give to somebody who leaves. */
  readonly desired: Desired
  readonly leaving: Desired
  readonly target: TargetObject | null
  readonly able: { readonly softDelete: boolean }
  /** The digest of our side (`intentOf`). */
  readonly intent: string
}
/**
 * `change`: null when nothing can be put back; `none` when it is as it was before already, which is to stay so.
 * `cannot`: a sentence for each that is not written, which completes "Ana Silva …".
 */
export type Undo = { readonly change: Change | null; readonly cannot: readonly string[] }

const nothing = (...cannot: readonly string[]): Undo => ({ change: null, cannot })

export function undo(deed: Deed, facts: UndoFacts): Undo {
  const { link, target, rule, able } = facts
  if (deed.actions.includes('delete'))
    return nothing('was deleted there; a new account is made when the person is in scope')
  if (link === null || link.targetId === null) return nothing('has no account that Usher knows any more')
  if (link.targetId !== deed.targetId) return nothing('has another account by now')
  if (target === null) return nothing('has no account any more: it was removed in the application')
  if (!deed.actions.includes('create')) return restored(deed, facts, target)
  if (!rule.softDelete || !able.softDelete || facts.leaving.flows.length === 0)
    return nothing('was made there and cannot be switched off; delete it in the application')
  const patch = diff(facts.leaving.flows, target.attributes, rule.definitions)
  const change = putBack(facts, { action: 'disable', active: false, target, patch })
  return { change, cannot: patch.length === 0 ? ['is switched off already'] : [] }
}

/**
 * What was put back is not touched again until the directory or a rule says something else; the basis is that of our side.
 *
 * It is noted before the write, and stays whatever comes of it (`error`): a value of which nobody knows whether it was put back
 * is not written over by the next cycle.
 */
export function leaveUndone({ ref, basis }: Change, now: Instant, error?: Look['error']): Look {
  return { ref, why: 'undone', since: now, next: never, attempts: 1, basis, ...(error && { error }) }
}

function restored(deed: Deed, facts: UndoFacts, target: TargetObject): Undo {
  const each = deed.written.map((one) => restore(one, facts, target))
  const patch = each.flatMap((one) => (one !== null && typeof one === 'object' ? [one] : []))
  const cannot = each.filter((one) => typeof one === 'string')
  // Whatever is as before already, also after an undo whose answer was lost, is to stay so.
  const allStays = cannot.length > 0 && cannot.length === each.length
  const active = facts.link?.active === true || deed.actions.includes('disable')
  const change = allStays ? null : putBack(facts, { action: 'update', active, target, patch })
  return { change, cannot: patch.length + cannot.length === 0 ? ['is as it was before'] : cannot }
}

/** A change, or why there is none; null: it is as it was. */
function restore(
  [path, before, after]: Written,
  { rule, desired }: UndoFacts,
  target: TargetObject,
): AttributeChange | string | null {
  if (path === 'members') return 'has the members that the directory says; change them there'
  if (path === '…') return 'had more attributes changed than one line of the log keeps'
  if ([before, after].some(isCut)) return `keeps ${path}: its value was too long to be kept whole in the log`
  if ([before, after].some(isUnknown)) return `keeps ${path}: secret and generated values are not stored`
  const definition = rule.definitions.get(path)
  const mapping = rule.mapping.mappings.find((one) => one.path === path)
  const kind = mapping?.manner.roles === true ? 'roles' : definition?.type === 'Reference' ? 'reference' : 'value'
  const found = readPath(target.attributes, parsePath(path))
  const now = kind === 'reference' ? referred(found) : found
  if (isSame(now, before)) return null
  const secret = desired.flows.some((flow) => flow.path === path && (flow.sensitive === true || flow.redacts === true))
  if (!isSame(now, after))
    return `keeps ${path}: it was changed since${secret ? '' : `, and is ${textOf(now) ?? 'empty'} now`}`
  const from = now === undefined || now === null ? {} : { from: now }
  if (before === null) return { op: 'remove', path, kind, ...from }
  return { op: 'replace', path, kind, ...from, to: valueOf(before, definition?.type, now) }
}

function putBack(
  { entry, link, verdict, desired, intent }: UndoFacts,
  {
    action,
    active,
    target,
    patch,
  }: {
    readonly action: 'update' | 'disable'
    readonly active: boolean
    readonly target: TargetObject
    readonly patch: readonly AttributeChange[]
  },
): Change {
  const { checks, uses, until } = verdict
  const as = { checks, uses, ...(until !== undefined && { until }) }
  return {
    ref: entry.ref,
    reason: { code: 'undo', details: { attributes: patch.map(({ path }) => path).join(', ') } },
    basis: intent,
    matching: null,
    facts: {
      entry,
      link,
      references: new Map(),
      // As if the verdict were so, since that is what the account is like afterwards.
      verdict: active ? { inScope: true, via: 'all', ...as } : { inScope: false, because: 'notAssigned', ...as },
      desired: { ...desired, problems: [] },
      match: { kind: 'linked', target },
    },
    ...(patch.length === 0 ? { action: 'none' } : { action, target, patch }),
  }
}

/** As `record/fitted.ts` marks it. */
function isCut(text: string | null): boolean {
  return text?.endsWith('…') === true
}

function isUnknown(text: string | null): boolean {
  return text === '[Redact]' || text === '(generated)'
}

function isSame(value: Json | undefined, text: string | null): boolean {
  return (
    textOf(value) === text ||
    (text !== null && textOf(value)?.toLowerCase() === text.toLowerCase() && typeof value === 'boolean')
  )
}

/** As the log writes it. */
function textOf(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Text that is no JSON of its type, or belongs to an attribute that holds text, stands for itself. */
function valueOf(text: string, type: string | undefined, like: Json | undefined): Json {
  const isText =
    typeof like === 'string' ||
    (like === undefined && (type === undefined || type === 'String' || type === 'Reference'))
  if (isText && !/^[[{]/.test(text)) return text
  try {
    return JSON.parse(/^(true|false)$/i.test(text) ? text.toLowerCase() : text) as Json
  } catch {
    return text
  }
}

function referred(value: Json | undefined): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return (value as { readonly value?: Json }).value
}
