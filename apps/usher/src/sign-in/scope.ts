/** Scopes as Microsoft's clients write them: `<resource>/.default`, `<resource>/User.Read`, `User.Read`. */
import { graphAppId, permissions } from '../graph/access/permissions.ts'

/** `audience`: the resource as it was asked for; null when only OpenID Connect's own scopes were. */
type AskedScope = {
  readonly audience: string | null
  readonly openid: readonly string[]
  /** Delegated permissions by name, or `.default` for all that the client is meant to have. */
  readonly names: readonly string[]
}

const openid = new Set(['openid', 'profile', 'email', 'offline_access'])
const delegated = new Set(permissions.flatMap(({ scope, value }) => (scope === undefined ? [] : [value])))
export const delegatedScopes: readonly string[] = [...delegated]

/** The names of this service as a resource, without a slash at their ends. */
export function audiences(...bases: readonly string[]): ReadonlySet<string> {
  return new Set(['https://graph.microsoft.com', graphAppId, ...bases])
}

export const isAudience = (text: string, known: ReadonlySet<string>): boolean => known.has(text.replace(/\/$/, ''))

/** Null when something in it is unknown, or means two resources. */
export function readScope(scope: string, known: ReadonlySet<string>): AskedScope | null {
  const words = scope.split(' ').filter((word) => word !== '')
  const others = words.filter((word) => !openid.has(word)).map((word) => split(word))
  const resources = new Set(others.map(([resource]) => resource))
  const [audience = null] = resources
  if (resources.size > 1 || (audience !== null && !isAudience(audience, known))) return null
  const names = others.map(([, name]) => name)
  if (names.some((name) => name !== '.default' && !delegated.has(name))) return null
  return { audience, openid: words.filter((word) => openid.has(word)), names }
}

/** A name alone is one of Microsoft Graph. The slash before it may be doubled, where the resource ends with one. */
function split(word: string): readonly [resource: string, name: string] {
  const at = word.lastIndexOf('/')
  return at < 0 ? ['https://graph.microsoft.com', word] : [word.slice(0, at), word.slice(at + 1)]
}

const urn = 'urn:usher:resource:'

/** RFC 8707 wants a resource to be a URI, which an application id is not. */
export const resourceOf = (audience: string): string => urn + encodeURIComponent(audience)
export const audienceOf = (resource: string): string | null =>
  resource.startsWith(urn) ? decodeURIComponent(resource.slice(urn.length)) : null
