/** A user as SCIM sees one: the printed resource, and what is joined to it or changes by itself. */
export type User = {
  readonly id: string
  readonly resource: string
  readonly version: number
  readonly created: string
  readonly last_modified: string
  /** `managerName` is null when the manager has no account here. */
  readonly manager_id: string | null
  readonly manager_name: string | null
}

/** What names one live user at most. */
export type Key = { readonly column: 'id' | 'user_name_key'; readonly equals: string }
