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

/** What an index finds live resources by: the id and the name one at most, the others any number. */
export type Key = {
  readonly column: 'id' | 'name_key' | 'external_id' | 'search_keys'
  readonly equals: string
}
