/**
 * The many ways to write one address of the Graph, made one (graph-api.md 1.1), so that the router needs to know only that.
 *
 *     /v1.0/Users('ana%40contoso.com')/microsoft.graph.getMemberGroups   →  /v1.0/users/ana%40contoso.com/getMemberGroups
 *     /beta/groups/1/members/graph.user                                  →  /beta/groups/1/members/microsoft.graph.user
 *     /v1.0/servicePrincipals(appId='1')/synchronization/jobs/$count     →  /v1.0/servicePrincipals/appId=1/synchronization/jobs/$count
 */
export const versions = ['v1.0', 'beta'] as const
export type Version = (typeof versions)[number]

/** Types that a segment may cast to; any other name behind `microsoft.graph.` is that of an action or a function. */
const casts = new Map(
  ['user', 'group', 'application', 'servicePrincipal', 'directoryRole', 'device', 'orgContact'].map((name) => [
    name.toLowerCase(),
    `microsoft.graph.${name}`,
  ]),
)
const qualified = /^(?:microsoft\.)?graph\.(\w+)(\(\))?$/i
const keyed = /^([$\w.]+)\((.*)\)$/s

/** `known`: the names of segments as they are spelled here, by their lower case. */
export function canonical(url: string, known: ReadonlyMap<string, string>): string {
  const [path = '', ...query] = url.split('?')
  const [, version = '', ...segments] = path.split('/')
  const its = versions.find((one) => one === version.toLowerCase())
  if (its === undefined) return url
  const made = segments.filter((one) => one !== '').flatMap((segment) => plain(segment, known))
  return [['', its, ...made].join('/'), ...query].join('?')
}

function plain(segment: string, known: ReadonlyMap<string, string>): readonly string[] {
  const text = decoded(segment)
  const name = qualified.exec(text)?.[1]?.toLowerCase()
  if (name !== undefined) return [casts.get(name) ?? known.get(name) ?? name]
  const [, noun, key] = keyed.exec(text) ?? []
  if (noun === undefined || key === undefined) return [known.get(text.toLowerCase()) ?? segment]
  const first = known.get(noun.toLowerCase()) ?? noun
  return key.trim() === '' ? [first] : [first, encodeURIComponent(unquoted(key.trim()))]
}

/** `'a''b'` → `a'b`; `appId='1'` → `appId=1`. */
function unquoted(key: string): string {
  const [, name = '', quoted] = /^(\w+=)?'(.*)'$/s.exec(key) ?? []
  return quoted === undefined ? key : name + quoted.replaceAll("''", "'")
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** An alternate key in a segment: `appId=1` is `{ by: 'appId', value: '1' }`; anything else is an id. */
export function keyIn(
  segment: string,
  alternatives: readonly string[],
): { readonly by: string; readonly value: string } {
  const at = segment.indexOf('=')
  const by = alternatives.find((one) => one.toLowerCase() === segment.slice(0, Math.max(at, 0)).toLowerCase())
  return by === undefined ? { by: 'id', value: segment } : { by, value: segment.slice(at + 1) }
}

/** The last id in what a client believes to be the address of an object: hosts are ignored (graph-api.md 4.5). */
export function idInReference(reference: string): string | null {
  const found = reference.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi)
  return found?.at(-1)?.toLowerCase() ?? null
}
