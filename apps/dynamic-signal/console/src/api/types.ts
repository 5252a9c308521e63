/** The shapes of the admin API, below `/admin/api`. Instants are ISO 8601 text in UTC. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

export type Me = {
  readonly userName: string
  readonly isAdmin: boolean
  readonly tenant: { readonly name: string; readonly isFirst: boolean; readonly groups: boolean }
}

export type Page = { readonly totalResults: number; readonly startIndex: number; readonly itemsPerPage: number }

export type ListedUser = {
  readonly id: string
  readonly userName: string
  readonly displayName: string
  readonly externalId: string | null
  readonly active: boolean
  readonly created: string
  readonly lastModified: string
  readonly archived: string | null
}

export type Counts = {
  readonly all: number
  readonly active: number
  readonly inactive: number
  readonly archived: number
}

export type UsersPage = Page & { readonly users: readonly ListedUser[]; readonly counts?: Counts }

export type Origin = { readonly kind: 'token' | 'client' | 'console'; readonly label: string; readonly at: string }

export type ProfileAttribute = { readonly path: string; readonly value: Json; readonly from: Origin | null }

export type User = ListedUser & {
  readonly resource: Json
  readonly attributes: readonly ProfileAttribute[]
  /** A live user that has the userName of this archived one. */
  readonly namesake: { readonly id: string; readonly userName: string } | null
}

export type ListedGroup = {
  readonly id: string
  readonly displayName: string
  readonly externalId: string | null
  readonly members: number
  readonly created: string
  readonly lastModified: string
}

export type GroupsPage = Page & { readonly groups: readonly ListedGroup[] }

export type Member = { readonly value: string; readonly display: string | null; readonly type: string | null }

export type Group = Omit<ListedGroup, 'members'> & {
  readonly totalMembers: number
  readonly members: readonly Member[]
}

export type Addresses = { readonly scimApiUrl: string; readonly tokenEndpoint: string }

export type Token = {
  readonly id: string
  readonly label: string
  readonly prefix: string
  readonly owner: string
  readonly ownerIsAdmin: boolean
  readonly scopes: readonly string[]
  readonly created: string
  readonly expires: string | null
  readonly lastUsed: string | null
  readonly revoked: string | null
}

export type NewToken = Token & { readonly token: string; readonly warning?: string }

export type Secret = {
  readonly id: string
  readonly prefix: string
  readonly created: string
  readonly expires: string
  readonly revoked: string | null
}

export type Client = {
  readonly id: string
  readonly label: string
  readonly owner: string
  readonly ownerIsAdmin: boolean
  readonly scopes: readonly string[]
  readonly created: string
  readonly lastUsed: string | null
  readonly revoked: string | null
  readonly secrets: readonly Secret[]
}

export type NewClient = Client & { readonly clientId: string; readonly clientSecret: string }

export type Entry = {
  readonly id: number
  readonly time: string
  readonly method: string
  /** With its query, as it was sent. */
  readonly path: string
  readonly status: number
  readonly durationMs: number
  readonly userAgent: string | null
  readonly by: {
    readonly kind: 'token' | 'client'
    readonly id: string
    readonly label: string
    readonly prefix: string
  } | null
  /** As it was sent, redacted. */
  readonly body: string | null
  readonly scimType: string | null
  readonly detail: string | null
  readonly requestId: string
}

/** `next`: where older ones begin; a search that found nothing so far may still go on. */
export type EntriesPage = {
  readonly activity: readonly Entry[]
  readonly more: boolean
  readonly next: number | null
}

export type Account = {
  readonly id: string
  readonly userName: string
  readonly isAdmin: boolean
  readonly created: string
  readonly lastSignIn: string | null
  readonly isYou: boolean
}

export type LeniencySwitch = {
  readonly name: string
  readonly number: string | number
  readonly says: string
  readonly for: string
  /** On by default in this mode. */
  readonly lenient: boolean
  readonly on: boolean
}

export type Settings = {
  readonly mode: 'lenient' | 'strict'
  readonly switches: readonly LeniencySwitch[]
  readonly groups: boolean
  readonly deletePolicy: 'archive' | 'refuse' | 'deactivate'
  readonly requestsPerSecond: number | null
  readonly listsPerSecond: number | null
  readonly uniqueExternalId: boolean
  readonly uniqueGroupNames: boolean
  readonly requireIfMatch: boolean
  readonly danglingManagers: boolean
  readonly listExternalId: boolean
  readonly activityDays: number
  readonly sensitiveAttributes: readonly string[]
  readonly schemas: readonly Json[]
}

export type SettingsChange = Partial<Omit<Settings, 'switches'>> & {
  /** null: as the mode has it. */
  readonly switches?: { readonly [name: string]: boolean | null }
}

export type Tenant = {
  readonly name: string
  readonly created: string
  readonly scimApiUrl: string
  readonly users: number
}
