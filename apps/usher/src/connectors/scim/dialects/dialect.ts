import type { AttributeChange } from '@usher/engine'
import type { Attributes, Json } from '@usher/scim'
import type { Rate } from '../../../gallery/template.ts'

/** One operation of a PATCH as it is written; Entra's are capitalised. */
export type WireOperation = { readonly op: string; readonly path?: string; readonly value?: Json }

/** What a query string may hold; absent ones are not sent. */
export type Parameters = {
  readonly attributes?: string
  readonly excludedAttributes?: string
  readonly filter?: string
  readonly startIndex?: number
  readonly count?: number
  /** RFC 9865; an empty one asks for the first page. */
  readonly cursor?: string
}

/** The operations of one PATCH request. `unless`: not sent when the object refers to this one already. */
export type PatchRequest = {
  readonly operations: readonly WireOperation[]
  readonly unless?: { readonly attribute: string; readonly of: string }
}

export type MemberChange = { readonly add: readonly string[]; readonly remove: readonly string[] }

/**
 * How requests are written: data and a few pure functions, one row of `dialects.ts` each.
 *
 * Numbers such as R-9 are those of the specification of Entra's SCIM client; the same names stand in the wire fixtures.
 */
export type ScimDialect = {
  /** The query string, without its "?". */
  readonly encode: (parameters: Parameters) => string
  /** The body of a create, and who is written as manager by a request of its own afterwards. */
  readonly create: (type: string, attributes: Attributes) => { readonly body: Attributes; readonly manager?: string }
  /** The PATCH requests of an update, in this order; none when there is nothing to write. */
  readonly patches: (patch: readonly AttributeChange[], current: Attributes) => readonly PatchRequest[]
  readonly members: (change: MemberChange) => readonly WireOperation[]
  /** The attributes that a page of a list is asked for; Entra asks for everything. */
  readonly listsAttributes: boolean
  /** `/ServiceProviderConfig` is asked, and Bulk, ETags, PUT and cursors are used where it offers them (T-12). */
  readonly discovers: boolean
  /** Several unlinked objects may be matched by listing the target; Entra asks for each (S-3). */
  readonly matchesByListing: boolean
  /** Before a membership is written the target is asked whether it is there. */
  readonly checksMembers: boolean
  /** Before the first request and after a failure of the connection, one for nobody is sent. */
  readonly probes: boolean
  /** Where the application has no published limit; absent: as fast as it bears. */
  readonly pace?: { readonly rates: readonly Rate[]; readonly requestsInFlight: { start: number; most: number } }
}
