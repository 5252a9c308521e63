/** A resource as SCIM sees one: the printed attributes, and what is joined to them or changes by itself. */
export type Stored = {
  readonly id: string
  readonly type: string
  readonly resource: string
  readonly version: number
  readonly created: string
  readonly last_modified: string
  /** `manager_name` is null when the manager has no account here. */
  readonly manager_id: string | null
  readonly manager_name: string | null
}

/** Who changes something, by which request, for the outbox. `actor`: `token:…`, `client:…` or `console:…`. */
export type By = { readonly actor: string; readonly txn: string }

/** What names one live resource at most. */
export type Key = { readonly column: 'id' | 'name_key'; readonly equals: string }
