/** One operation of the Graph: a row. The router, the authorization matrix and the OpenAPI document read the rows. */
import type { z } from 'zod'
import type { Context } from '../api/context.ts'
import type { Action } from './access/actions.ts'
import type { Caller } from './access/may.ts'
import type { Version } from './wire/address.ts'
import type { Query } from './wire/query.ts'

export type Call = {
  readonly context: Context
  readonly caller: Caller
  readonly version: Version
  /** Scheme, host and port that the client used: what links begin with. */
  readonly base: string
  /** Behind the version, as it was made canonical: `/users/delta`. */
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  /** Without `@odata.…` members, except `@odata.id` and `…@odata.bind`; undefined when there was none. */
  readonly body: unknown
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** For a row without `owned` that must look itself, and for lists that show only what one owns. */
  may(action: Action, owned?: Owned): Promise<boolean>
}
export type Owned = { readonly type: 'application' | 'servicePrincipal' | 'group'; readonly id: string }
export type Answer = {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Behind the version, canonical: `/users/:id/manager/$ref`. */
  readonly path: string
  /** What it needs; null: any valid token. */
  readonly action: Action | null
  /** Whose owner may do it too: what `:id` names. */
  readonly owned?: Owned['type']
  /** Without `:id`: lists what the caller owns of that type, or makes what they will own. `handle` shows theirs only. */
  readonly mine?: true
  /** A sentence for the reference. */
  readonly says: string
  /** What it takes and gives, for the OpenAPI document; `takes` is parsed by `handle`. */
  readonly takes?: z.ZodType
  readonly gives?: z.ZodType
  handle(call: Call): Promise<Answer>
}

export const noContent: Answer = { status: 204 }
