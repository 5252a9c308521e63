import { type AttributePath, type Filter, ScimError, locate } from '@usher/scim'
import type { Call } from './call.ts'

/** Personal data in a URL ends up in logs; a tenant may forbid it for some attributes (RFC 7644 §7.5.2). */
export function checkSensitive({ tenant, type }: Call, filter: Filter | null): void {
  const { sensitiveAttributes } = tenant.settings
  if (filter === null || sensitiveAttributes.length === 0) return
  const wanted = new Set(sensitiveAttributes.map((name) => name.toLowerCase()))
  for (const path of pathsOf(filter)) {
    const located = locate(type, path)
    if (located.kind !== 'attribute') continue
    const { urn, attribute, sub } = located
    const names = [attribute.name, `${attribute.name}.${sub?.name ?? 'value'}`]
    const all = urn === undefined ? names : [...names, ...names.map((name) => `${urn}:${name}`)]
    const found = all.find((name) => wanted.has(name.toLowerCase()))
    if (found !== undefined)
      throw new ScimError(
        403,
        'sensitive',
        `${found} must not stand in a URL. Send the query to ${type.endpoint}/.search.`,
      )
  }
}

/** The attributes that a filter is about; of one between brackets, with the attribute before them. */
function pathsOf(filter: Filter): readonly AttributePath[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.terms.flatMap(pathsOf)
    case 'not':
      return pathsOf(filter.term)
    case 'present':
    case 'compare':
      return [filter.path]
    case 'element':
      return [filter.path, ...pathsOf(filter.filter).map(({ attribute }) => ({ ...filter.path, sub: attribute }))]
  }
}
