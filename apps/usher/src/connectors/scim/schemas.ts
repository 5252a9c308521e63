import { TargetError, TargetUnusable } from '@usher/engine'
import { parseListResponse, parsePath, ScimError, type Attributes, type Json } from '@usher/scim'
import type { Caller } from './call.ts'

/** Attributes that an application lists in `/Schemas`, by the URN of their schema; names in small letters. */
export type Listed = ReadonlyMap<string, ReadonlySet<string>>

/** What every resource has, and no schema lists (RFC 7643 §3.1). */
const common: ReadonlySet<string> = new Set(['id', 'externalid', 'meta', 'schemas'])

/** Asks for `/Schemas`; null when the application does not tell, which is no failure. */
export async function listSchemas(call: Caller): Promise<Listed | null> {
  try {
    const answer = await call('get', [], { method: 'GET', path: 'Schemas' })
    return answer === null ? null : readSchemas(answer.body)
  } catch (error) {
    if (error instanceof TargetError || error instanceof TargetUnusable) return null
    throw error
  }
}

/** Reads a list of schemas (RFC 7643 §7); null when it is none. */
export function readSchemas(body: Json): Listed | null {
  try {
    const schemas = parseListResponse(body).Resources.flatMap((schema) => {
      const { id, attributes } = schema
      if (typeof id !== 'string' || !Array.isArray(attributes)) return []
      const names = (attributes as readonly Attributes[]).flatMap(({ name }) =>
        typeof name === 'string' ? [name.toLowerCase()] : [],
      )
      return [[id.toLowerCase(), new Set(names)] as const]
    })
    return schemas.length === 0 ? null : new Map(schemas)
  } catch (error) {
    if (error instanceof ScimError) return null
    throw error
  }
}

/** Those of the mapped target attributes that the application does not list: it may ignore or refuse them. */
export function unlisted(paths: readonly string[], listed: Listed): readonly string[] {
  const core = [...listed].filter(([urn]) => /:core:2\.0:(user|group)$/.test(urn)).flatMap(([, names]) => [...names])
  const known = new Set([...core, ...common])
  return paths.filter((text) => {
    const { urn, attribute } = parsePath(text)
    const names = urn === undefined ? known : (listed.get(urn.toLowerCase()) ?? new Set())
    return (
      !names.has(attribute.toLowerCase()) &&
      !(urn !== undefined && known.has(attribute.toLowerCase()) && /:core:/.test(urn))
    )
  })
}
