/**
 * The data flow of the engine: source, scope, map, match, plan, apply, record.
 *
 * Every value here is treated as frozen. What decides (scope, map, plan) takes and returns these values and never
 * awaits; what awaits (source, match, apply, record) carries them and never decides.
 */
import type { Attributes, Json, Ref } from '@usher/scim'
import type { AttributeMapping } from './job/schema.ts'
import type { ErrorCode } from './errors.ts'
import type { Held } from './plan/hold.ts'
import type { ReasonCode } from './plan/reasons.ts'

/** How far a source has been read. Opaque: only its source can read it. */
export type Watermark = string & { readonly brand: 'Watermark' }
/** An ISO 8601 instant in UTC with milliseconds; compares as text. */
export type Instant = string & { readonly brand: 'Instant' }

// source: what the directory says is true now. object null = known to be gone.

/** `via` is the person, or the group through which the application was given. */
export type Assignment = { readonly appRoleId: string; readonly via: Ref }
/**
 * One object as the source sees it now.
 *
 * A reference attribute (manager) holds a `Ref` as JSON. A `Ref` whose object the source does not know is allowed:
 * it names somebody who may arrive later.
 */
export type Entry = {
  readonly ref: Ref
  readonly object: Attributes | null
  readonly assignments: readonly Assignment[]
}
/** `cursor`: where to go on after this page when everything is read; a source that cannot go on gives none. */
export type Page = {
  readonly entries: readonly Entry[]
  readonly watermark: Watermark
  readonly total?: number
  readonly cursor?: string
}
/**
 * How far an initial cycle came: everything of earlier types, and of this one up to the cursor, was looked at.
 * `watermark` is where the next incremental cycle begins. `shared`: what is behind the cursor was cut into shards. `done`: objects of
 * this type that were looked at.
 */
export type Checkpoint = {
  readonly type: string
  readonly cursor: string
  readonly watermark: Watermark
  readonly done: number
  readonly shared?: true
}

// scope: should this object exist at the target, and why.
export type Check = {
  readonly name: string
  readonly passed: boolean
  readonly expected?: string
  readonly actual: Json
  /** Why it could not be checked. */
  readonly problem?: string
  /** A clause or condition that keeps the object out; others may fail without harm, when another group holds. */
  readonly decides?: true
}
export type OutOfScope =
  | 'notAssigned'
  | 'roleMissing'
  | 'filteredOut'
  | 'sourceDisabled'
  | 'sourceSoftDeleted'
  | 'sourceDeleted'
  /** The input or category filter leaves the object to others: it is neither made nor taken away. */
  | 'notConcerned'
  /** The scope cannot be told, since a condition could not be evaluated: nothing is done. */
  | 'scopeUnknown'
/** `uses`: objects the verdict depends on. `until`: the verdict changes by time alone at this instant. */
export type Verdict = {
  readonly checks: readonly Check[]
  readonly uses: readonly Ref[]
  readonly until?: Instant
} & (
  | { readonly inScope: true; readonly via: 'assignment' | 'all' }
  | { readonly inScope: false; readonly because: OutOfScope }
)

// map: what it should look like there. A flow that is absent leaves the attribute alone.
/** A value that exists only at the moment of writing; a plan shows it as such. */
export type Late =
  | { readonly late: 'targetId'; readonly of: Ref }
  /** `free`: the one that was free when the plan was made. */
  | { readonly late: 'firstFree'; readonly candidates: readonly string[]; readonly free?: string }
  | { readonly late: 'generated' }
export type Value = Json | Late
/** `path` is the SCIM path of the target attribute. A null value clears it. */
export type Flow = {
  readonly mapping: AttributeMapping
  readonly path: string
  readonly value: Value
  /** The object that a reference points to. */
  readonly of?: Ref
  readonly sensitive?: true
  /** Belongs to the creation of the object, and is not kept in agreement afterwards. */
  readonly once?: true
  /** Only a target without any value takes it. */
  readonly ifEmpty?: true
  /** Values are added, and never taken away. */
  readonly addsOnly?: true
  /** A list of role objects (mapping.md section 6.4). */
  readonly roles?: true
  /** Its expression can redact: what the target has may be a secret, whatever flows now. */
  readonly redacts?: true
}
/** `problem`: why a mapping could not be evaluated; the object is then not provisioned. */
export type Desired = {
  readonly flows: readonly Flow[]
  readonly uses: readonly Ref[]
  readonly problems: readonly MappingProblem[]
  /** A mapping to `objectFilter` says that this object is not to be looked at. */
  readonly ignored?: true
  /** What is desired changes by time alone at this instant. */
  readonly until?: Instant
}
export type MappingProblem = { readonly path: string; readonly message: string }

// match: which object there is this one.

/**
 * What a target object is found by. `terms`: all of these must be equal; path and value then name them together.
 * `besides`: what else an account is created with; tells it from others that came to have the same value meanwhile.
 */
export type MatchingValue = MatchingTerm & {
  readonly terms?: readonly MatchingTerm[]
  readonly besides?: readonly MatchingValue[]
}
export type MatchingTerm = {
  readonly path: string
  readonly value: string
  readonly caseExact: boolean
  /** The value as the target's attribute holds it, when that is no text: `active eq true`. */
  readonly literal?: number | boolean
}

export type TargetObject = { readonly id: string; readonly version?: string; readonly attributes: Attributes }
/** `settled`: linked, and everything that would flow was accepted before, so the target need not be read. */
export type Match =
  | { readonly kind: 'linked' | 'joined'; readonly target: TargetObject }
  | { readonly kind: 'settled'; readonly id: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'vanished'; readonly id: string }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] }
  | { readonly kind: 'unmatchable' }
  | { readonly kind: 'unreachable'; readonly error: ProvisioningError }
/**
 * What pairs a source object with its target object.
 *
 * `targetId` null with `joinedBy` set is an intent: a create was about to be sent and its answer is not known.
 * `sent` is the digest of all values last accepted; null: not known, since an answer was lost or none was given yet.
 * `leftAt`: when the account of somebody who left was switched off. `outline`: see `plan/outline.ts`; absent: not known.
 */
export type Link = {
  readonly targetId: string | null
  readonly joinedBy: MatchingValue | null
  readonly state: 'managed' | 'released'
  readonly active: boolean
  readonly sent: string | null
  readonly leftAt?: Instant
  readonly outline?: string
}

// memberships: objects of their own, since a group may have a hundred thousand.
/** Who belongs to which group; the member may be a group too. */
export type Membership = { readonly group: Ref; readonly member: Ref }
/**
 * What is known of a membership at the target.
 *
 * `written`: the target ids under which the member is in the group; null: is not, as far as is known. `sure` false: an
 * answer was lost. `reported`: the log said that the member has no account. `look`: when to look at it again, and why.
 */
export type MemberLink = Membership & {
  readonly written: { readonly group: string; readonly member: string } | null
  readonly sure: boolean
  readonly reported: boolean
  readonly failed?: {
    readonly since: Instant
    readonly next: Instant
    readonly attempts: number
    readonly error: ProvisioningError
  }
}

// plan: pure data. Shown it is a dry run, stored it is a log, executed it is a cycle.

/** The sentence is printed from one table, `plan/reasons.ts`. */
export type Reason = { readonly code: ReasonCode; readonly details: Readonly<Record<string, Json>> }
export type Facts = {
  readonly entry: Entry
  readonly link: Link | null
  readonly references: ReadonlyMap<string, Link>
  readonly verdict: Verdict
  readonly desired: Desired
  readonly match: Match
}
export type AttributeChange = {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: string
  readonly from?: Json
  readonly to?: Value
  readonly kind: 'value' | 'reference' | 'roles'
  /** Values are added to a list, and never taken away. */
  readonly addsOnly?: true
  readonly sensitive?: true
  /** Made at random while it was written; never stored. */
  readonly generated?: true
}
/**
 * `basis`: digest of what the decision rests on (`plan/basis.ts`). `held`: it waits, mostly for a person's consent.
 * `matching`: what a create or join is found by; claimed before the write. `members`: of a plan, what comes and goes in a group.
 */
export type Change = {
  readonly ref: Ref
  readonly reason: Reason
  readonly facts: Facts
  readonly basis: string
  readonly matching: MatchingValue | null
  readonly held?: Held
  readonly members?: readonly ({ readonly what: 'add' | 'remove' } & Membership)[]
} & (
  | { readonly action: 'create'; readonly patch: readonly AttributeChange[] }
  | { readonly action: 'update' | 'disable'; readonly target: TargetObject; readonly patch: readonly AttributeChange[] }
  | { readonly action: 'delete'; readonly target: TargetObject }
  | { readonly action: 'none'; readonly error?: ProvisioningError }
)
/**
 * Who comes too late with a change: another object holds the account (`held`), the link is no longer as it was when the plan was
 * made (`stale`), or the object is left to the other lane of the job, which knows more (`busy`).
 */
export type Taken = 'held' | 'stale' | 'busy'
export type Plan = {
  readonly id: string
  readonly ruleVersion: string
  readonly changes: readonly Change[]
  readonly watermark: Watermark | null
}

// apply, record: what happened. A look = one object to be looked at again: why, when, what was decided about it.

export type ProvisioningError = {
  readonly code: ErrorCode
  readonly message: string
  readonly retry: 'soon' | 'later' | 'never'
  /** Nothing but references was to be written. */
  readonly reference?: true
}
/** It waits for a person; `gathered`: a removal that waits for others of the same minute. */
export type Waits = 'removalHeld' | 'adoptionHeld' | 'changeHeld' | 'gathered'
/** `membersUnread`: the memberships of a group are read whole, since it was linked or came back. */
export type Again = Waits | 'failed' | 'referenceChanged' | 'due' | 'undone' | 'membersUnread'
export type Look = {
  readonly ref: Ref
  readonly why: Again
  readonly since: Instant
  readonly next: Instant
  readonly attempts: number
  readonly decision?: 'allowed' | 'rejected'
  readonly basis?: string
  readonly error?: ProvisioningError
  /** Of a change that is held: its kinds; of what failed: `removal`, if it is one. */
  readonly what?: readonly string[]
}
/** One request to the target and its answer, redacted. `ms` is the time until the whole answer was read. */
export type Exchange = {
  readonly method: string
  readonly url: string
  /** It was one operation of a bulk request. */
  readonly via?: 'Bulk'
  readonly requestBody?: Json
  readonly status: number | null
  readonly responseBody?: Json
  readonly ms: number
}
export type Outcome = {
  readonly change: Change
  readonly targetId?: string
  /** What was written in the end: late values filled in, or left out when they did not exist. */
  readonly written: readonly AttributeChange[]
  readonly exchanges: readonly Exchange[]
  /** Paths whose old value the application answered with: it may ignore them. */
  readonly ignored?: readonly string[]
  readonly look?: Look
  /** It waits for a person as before: it could not be looked at, so nothing was decided anew. */
  readonly waits?: Look
  /** What an earlier create may have used is somebody else's by now: it is forgotten. */
  readonly disowned?: true
  /** A person allowed it, so the guard does not count it. */
  readonly allowed?: true
} & (
  | { readonly result: 'success' | 'skipped' | 'warning' | 'held' }
  | { readonly result: 'failure'; readonly error: ProvisioningError }
)
