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
    const { attribute, sub } = located
    const found = [attribute.name, `${attribute.name}.${sub?.name ?? 'value'}`].find((name) =>
      wanted.has(name.toLowerCase()),
    )
    if (found !== undefined)
      throw new ScimError(
        403,
        'sensitive',
        `${found} must not stand in a URL. Send the query to ${type.endpoint}/.search.`,
      )
  }
}

function pathsOf(filter: Filter): readonly AttributePath[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.terms.flatMap(pathsOf)
    case 'not':
      return pathsOf(filter.term)
    case 'present':
    case 'compare':
    case 'element':
      return [filter.path]
  }
}
