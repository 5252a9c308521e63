/** People and groups as the Graph lists them, with what else is asked of them. */
import type { Gives } from '../api/ask.ts'

export type Person = Gives<'GET /v1.0/users'> & {
  readonly accountEnabled?: boolean
  readonly department?: string | null
  readonly jobTitle?: string | null
  readonly deletedDateTime?: string | null
}
export type Group = Gives<'GET /v1.0/groups'>
/** One of several kinds, as members, owners and memberships are listed. */
export type DirectoryObject = {
  readonly id: string
  readonly '@odata.type'?: string
  readonly displayName?: string | null
  readonly userPrincipalName?: string | null
  readonly description?: string | null
  readonly securityEnabled?: boolean
}

export function isGroup(one: DirectoryObject): boolean {
  return one['@odata.type'] === '#microsoft.graph.group'
}

/** Where the page of it is; null: it has none. */
export function pageOf(one: DirectoryObject): string | null {
  const kind = (one['@odata.type'] ?? '').replace('#microsoft.graph.', '')
  return kind === 'user' ? `/users/${one.id}` : kind === 'group' ? `/groups/${one.id}` : null
}

export type State = '' | 'enabled' | 'disabled'

/** What OData asks for: names that begin with the words, and the state. Nothing: everybody. */
export function filterOf(search: string, state: State = '', names: readonly string[] = ['displayName']): string {
  const words = search.trim().replaceAll("'", "''")
  const named = words === '' ? '' : names.map((name) => `startswith(${name},'${words}')`).join(' or ')
  const enabled = state === '' ? '' : `accountEnabled eq ${state === 'enabled'}`
  const parts = [enabled, named].filter((part) => part !== '')
  return parts.length === 2 ? `${enabled} and (${named})` : (parts[0] ?? '')
}

/** By what people are searched. */
export const namesOfPeople = ['displayName', 'userPrincipalName', 'mail'] as const

/** The object as references name it. */
export function reference(id: string): { readonly '@odata.id': string } {
  return { '@odata.id': `${location.origin}/v1.0/directoryObjects/${id}` }
}
