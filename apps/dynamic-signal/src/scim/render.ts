import { type Attributes, type Projection, project, userType } from '@usher/scim'
import type { User } from '../store/user.ts'

/** How a client may see a user: by which address, and which attributes. */
export type View = { readonly scimUrl: string; readonly projection: Projection }

/** A user's entity tag. It changes with every change, and with nothing else (RFC 7644 §3.14). */
export function etagOf(user: User): string {
  return `W/"${user.version}"`
}

export function locationOf(user: Pick<User, 'id'>, scimUrl: string): string {
  return `${scimUrl}/Users/${user.id}`
}

/** Prints a user for an answer. Without a projection the stored text is used as it is, which is much faster. */
export function printUser(user: User, { scimUrl, projection }: View): string {
  const text = splice(user, scimUrl)
  return projection.kind === 'default'
    ? text
    : JSON.stringify(project(userType, JSON.parse(text) as Attributes, projection))
}

/** A user as an object, with everything that a filter may ask for. */
export function readUser(user: User, scimUrl: string): Attributes {
  return JSON.parse(splice(user, scimUrl)) as Attributes
}

/** Puts in what is looked up or changes by itself. `manager`, when there is one, closes the text: see `printResource`. */
function splice(user: User, scimUrl: string): string {
  const meta = JSON.stringify({
    resourceType: 'User',
    created: user.created,
    lastModified: user.last_modified,
    location: locationOf(user, scimUrl),
    version: etagOf(user),
  })
  if (user.manager_id === null || user.manager_name === null) return `${user.resource.slice(0, -1)},"meta":${meta}}`
  const $ref = JSON.stringify(locationOf({ id: user.manager_id }, scimUrl))
  const displayName = JSON.stringify(user.manager_name)
  return `${user.resource.slice(0, -3)},"$ref":${$ref},"displayName":${displayName}}},"meta":${meta}}`
}
