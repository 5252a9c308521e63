import { type Attributes, type Json, isDeepEqual } from '@usher/scim'

/**
 * The attributes that differ between two states of a resource, by name: `title`, `name.givenName`,
 * `urn:…:User:department`. A multi-valued attribute is named as a whole.
 */
export function changedPaths(before: Attributes, after: Attributes): string[] {
  return names(before, after).flatMap((name) => {
    const separator = name.startsWith('urn:') ? ':' : '.'
    const [was, is] = [before[name], after[name]]
    if (!isPlain(was ?? is) || !isPlain(is ?? was)) return [name]
    return names(was ?? {}, is ?? {}).map((sub) => `${name}${separator}${sub}`)
  })
}

function names(before: Json, after: Json): string[] {
  const [was, is] = [before as Attributes, after as Attributes]
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => !isDeepEqual(was[name], is[name]))
}

function isPlain(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
