/** The only doors of the engine to the outside. */
import type { Attributes, Json, Ref } from '@usher/scim'
import type { MassChange } from './plan/mass-changes.ts'
import type { ShardDone } from './shards.ts'
import type {
  Again,
  AttributeChange,
  Checkpoint,
  Entry,
  Exchange,
  Instant,
  Link,
  Look,
  MemberLink,
  Membership,
  Outcome,
  Page,
  Plan,
  ProvisioningError,
  Taken,
  TargetObject,
  Watermark,
} from './types.ts'

/** Where facts come from. */
export type Source = {
  /**
   * Objects changed after the watermark; with null all of them in the order of their ids, or those behind the cursor of an
   * earlier page, up to another one: a cursor is the id of an object. The last page's watermark is where to go on.
   */
  changes(of: { type: string; after: Watermark | null; from?: string; to?: string }): AsyncIterable<Page>
  /** These objects as they are now, in any order. One that is not known has `object: null`. */
  read(refs: readonly Ref[]): Promise<readonly Entry[]>
  /** Memberships that came or went after the watermark, in pages; whether they exist now is asked by `present`. */
  memberships(after: Watermark): AsyncIterable<readonly Membership[]>
  /** Everybody who belongs to the group now, in pages. */
  members(group: Ref): AsyncIterable<readonly Ref[]>
  /** Which of these exist now, in the same order. */
  present(memberships: readonly Membership[]): Promise<readonly boolean[]>
}

/** What the target can do, found by asking it and from its gallery entry. */
export type Capabilities = {
  /** People; and groups, which some applications delete although they keep people, or the other way round. */
  readonly delete: boolean
  readonly deleteGroups: boolean
  /** An account can be switched off and on again; where it cannot, who leaves is deleted (DP-7). */
  readonly softDelete: boolean
  /** Groups can be created and changed. */
  readonly groups: boolean
  /** Members named in one request, at most. */
  readonly membersPerRequest: number
  readonly list: boolean
  /** Objects per page when listing. */
  readonly pageSize: number
  /** How many requests the engine may hand over at once; the edge paces them. */
  readonly parallel: number
}

/** A request to the target that failed; the engine makes an outcome of it and goes on with the next object. */
export class TargetError extends Error {
  readonly error: ProvisioningError

  constructor(error: ProvisioningError) {
    super(error.message)
    this.name = 'TargetError'
    this.error = error
  }
}

/** What a target was asked when it could not be used, its own words, and about whom; without secrets. */
export type Witness = {
  readonly method: string
  readonly url: string
  readonly status: number | null
  readonly said: string | null
  readonly about?: Ref
}

/** The whole target cannot be used now: wrong token, wrong URL, unreachable. Ends the cycle. */
export class TargetUnusable extends Error {
  readonly error: ProvisioningError
  readonly witness: Witness | undefined

  constructor(error: ProvisioningError, witness?: Witness) {
    super(error.message)
    this.name = 'TargetUnusable'
    this.error = error
    this.witness = witness
  }
}

/** The total of an application that refuses to be listed; there is one page, and it is empty. */
export const unlistable = Number.MAX_SAFE_INTEGER

/** An attribute and the value that is asked for. */
export type Term = { readonly path: string; readonly value: Json }

/** Where facts go. Methods throw `TargetError` or `TargetUnusable` and append what was exchanged to `trace`. */
export type Target = {
  readonly able: Capabilities
  /** Every object whose attributes have all these values, so that the caller can see ambiguity. */
  find(type: string, terms: readonly Term[], trace: Exchange[]): Promise<readonly TargetObject[]>
  get(ref: Ref, trace: Exchange[]): Promise<TargetObject | null>
  create(type: string, attributes: Attributes, trace: Exchange[]): Promise<TargetObject>
  /** Returns the paths that the answer shows as they were before, which the application may ignore. */
  update(
    type: string,
    target: TargetObject,
    patch: readonly AttributeChange[],
    trace: Exchange[],
  ): Promise<readonly string[]>
  /** `version`: the one that was read; where the application keeps versions, another one is not deleted. */
  delete(ref: Ref & { readonly version?: string }, trace: Exchange[]): Promise<void>
  /**
   * Adds and removes members of a group, by target ids; not more than `membersPerRequest` at once.
   *
   * Who is a member already, or none any more, is no error.
   */
  changeMembers(
    group: string,
    change: { readonly add: readonly string[]; readonly remove: readonly string[] },
    trace: Exchange[],
  ): Promise<void>
  /** The target ids of all members; null: there is no such group. */
  members(group: string, trace: Exchange[]): Promise<readonly string[] | null>
  /** Pages of objects with at least these attributes, and how many there are in all (`unlistable`: nobody says). */
  list(
    type: string,
    paths: readonly string[],
    trace: Exchange[],
  ): AsyncIterable<{ readonly objects: readonly TargetObject[]; readonly total: number }>
}

/** A reference that an object's mapping used, and the target id that was written for it (null: not written). */
export type Use = { readonly path: string; readonly of: Ref; readonly written: string | null }
/** An outcome with what must be remembered because of it. `undefined` leaves what is stored alone. */
export type Settled = {
  readonly outcome: Outcome
  readonly link: Link | null | undefined
  readonly uses: readonly Use[] | undefined
  /** When the object must be looked at again by time alone. */
  readonly due?: Instant
  /** The memberships of this group are to be read whole. */
  readonly readMembers?: true
  /** What the guard counts of it: `removal`, or kinds of changes. */
  readonly counts?: readonly string[]
  /** Only a line of the log: nothing happened to the object itself, and its looks stay. */
  readonly note?: true
}
export type Unresolved = { readonly ref: Ref; readonly path: string; readonly of: Ref }

/** `linked`: somebody has an account, had one, or one was about to be made when a process died. */
export type Removals = Readonly<Record<'done' | 'failing' | 'held' | 'managed', number>> & { readonly linked: boolean }
/** How many, and how many would be too many. */
export type Counted = { readonly count: number; readonly limit: number }

/** How far a cycle came: to its end, or to a place where it can go on; or how far a shard of it came. */
export type Mark =
  | { readonly watermark: Watermark }
  | { readonly checkpoint: Checkpoint }
  | { readonly shard: ShardDone & { readonly cursor: string } }

/** What Usher remembers about one job. All writes fail without the job's lease. */
export type Journal = {
  watermark(): Promise<Watermark | null>
  /** Where an initial cycle that was interrupted goes on; null when mapping or filter were saved since. */
  checkpoint(): Promise<Checkpoint | null>
  /** Links by `refKey`. One query for a page. */
  links(refs: readonly Ref[]): Promise<ReadonlyMap<string, Link>>
  /** Whose accounts these are now, by target id; nobody's are left out. */
  owners(type: string, targetIds: readonly string[]): Promise<ReadonlyMap<string, Ref>>
  /** Everything of this type that has an account and is managed, in pages. */
  linked(type: string): AsyncIterable<readonly { readonly ref: Ref; readonly targetId: string }[]>
  /** What is due to be looked at again, in pages. Something recorded meanwhile is not repeated. */
  looks(why: readonly Again[], due: Instant): AsyncIterable<readonly Look[]>
  /** The looks of these objects, by `refKey`. */
  looksOf(refs: readonly Ref[]): Promise<ReadonlyMap<string, readonly Look[]>>
  /**
   * Before the first write of a page: remembers the matching value of every create and the target of every join, and
   * forgets what was `sent` to every account about to be written or deleted, since a lost answer leaves it unknown. A link about to
   * be updated for somebody in scope is managed and active from here on: if the answer is lost, they may be active. What an undo is
   * about to put back is left alone from here on (`leaveUndone`).
   *
   * Returns, by `refKey`, who comes too late: another object holds the account, or is about to make one that has the
   * same matching value (`held`); the link is no longer as it was when the plan was made (`stale`); or the other lane
   * writes the object, or will, since it changed after this cycle had begun (`busy`).
   */
  intend(plan: Plan): Promise<ReadonlyMap<string, Taken>>
  /**
   * One transaction: links, uses, looks, log, and how far one came when that is given. A link whose target changed puts every
   * object that used it on the list `referenceChanged`; so does a use recorded without the id its link has.
   */
  record(settled: readonly Settled[], mark: Mark | null): Promise<void>
  readonly members: MemberJournal
  /** References of managed objects whose object has no account, not reported yet. */
  unresolved(): AsyncIterable<readonly Unresolved[]>
  /**
   * Removals that nobody allowed: those that were carried out since then, that began to fail since then, and that are held; and the
   * active managed accounts now.
   */
  removals(since: Instant): Promise<Removals>
  /** The same of changes, by kind. `seasoned`: a cycle came to its end since the links were last forgotten. */
  changes(since: Instant): Promise<{
    readonly done: ReadonlyMap<string, number>
    readonly held: ReadonlyMap<string, number>
    readonly seasoned: boolean
  }>
  /** Tells people, once for all that waits, that something is held for their decision. */
  tellHeld(found: { readonly removals: Counted | null; readonly changes: readonly MassChange[] }): Promise<void>
}

/**
 * What Usher remembers about memberships.
 *
 * Whenever the account of a member appears, vanishes or comes back (`Journal.record`), every membership of theirs that is
 * not surely written with the id it has now joins `looks`. So does whatever failed, when its time comes.
 */
export type MemberJournal = {
  /** By `memberKey`. One query for a page. */
  links(memberships: readonly Membership[]): Promise<ReadonlyMap<string, MemberLink>>
  /** All that is known of one group, in pages. */
  of(group: Ref): AsyncIterable<readonly MemberLink[]>
  /** What is to be looked at again now, in pages. Something recorded meanwhile is not repeated. */
  looks(due: Instant): AsyncIterable<readonly Membership[]>
  /** Before they are written: from here on these may be there, or may not; they are looked at again until they are recorded. */
  intend(links: readonly MemberLink[]): Promise<void>
  /** One transaction: what is known now, what is forgotten, and the lines of the log. */
  record(known: readonly MemberLink[], forgotten: readonly Membership[], lines: readonly Settled[]): Promise<void>
  /** The memberships of this group were read whole. */
  wasRead(group: Ref): Promise<void>
  /** The group is gone at the target: it is read again, whatever was sent to it before. */
  distrust(group: Ref): Promise<void>
}

export type PageWork = 'plan page' | 'apply page'
export type Ports = {
  readonly source: Source
  readonly target: Target
  readonly journal: Journal
  /** Only apply and record may ask. */
  now(): Instant
  /** A short keyed digest of a text: equal texts, equal digests; says nothing else about the text. */
  digest(text: string): string
  /** Cryptographic random bytes; only apply may ask. */
  random(count: number): Uint8Array
  /** Somebody wants to know how long a page takes; absent: nobody does. `objects`: how many there are in it. */
  within?<R>(name: PageWork, objects: number, work: () => Promise<R>): Promise<R>
}
