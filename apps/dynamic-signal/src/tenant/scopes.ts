/** What a token may be allowed, and what it means to the person who gives it. */
export const scopes = {
  'scim.read': 'Read users and groups',
  'scim.write': 'Create, change and delete them',
  'scim.users': 'Users',
  'scim.groups': 'Groups',
  'scim.bulk': 'Many operations in one request',
} as const

export type Scope = keyof typeof scopes

/** A token without a choice may do everything. */
export const allScopes = Object.keys(scopes) as readonly Scope[]
