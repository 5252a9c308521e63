import type { Attributes, AttributeDefinition, Json } from '@usher/scim'
import type { DiscoveredType, Provider } from './tenant.ts'

type Mutability = AttributeDefinition['mutability']

/** What a client may write at all. */
export const writable: readonly Mutability[] = ['readWrite', 'writeOnly', 'immutable']

let made = 0
/** A text that nobody had before. */
export const fresh = (what: string): string => `${what}-${(made += 1).toString(36).padStart(4, '0')}`

/**
 * Makes a value for an attribute by its definition alone, as a schema-driven suite does: canonical values in turn,
 * references to resources made for the purpose, `value` beside a `$ref` the last part of that address.
 */
export async function valueFor(
  provider: Provider,
  definition: AttributeDefinition,
  mutabilities: readonly Mutability[] = writable,
): Promise<Json | undefined> {
  if (!mutabilities.includes(definition.mutability)) return undefined
  const one = await singleValue(provider, definition, mutabilities)
  return definition.multiValued ? [one] : one
}

async function singleValue(
  provider: Provider,
  definition: AttributeDefinition,
  mutabilities: readonly Mutability[],
): Promise<Json> {
  const { type, name, canonicalValues, referenceTypes = [] } = definition
  if (canonicalValues?.[0] !== undefined) return canonicalValues[(made += 1) % canonicalValues.length] ?? ''
  switch (type) {
    case 'string':
      return name === 'value' ? `${fresh('value')}@example.com` : fresh(name)
    case 'boolean':
      return (made += 1) % 2 === 0
    case 'integer':
      return (made += 1)
    case 'decimal':
      return (made += 1) + 0.5
    case 'dateTime':
      return '2026-01-02T03:04:05Z'
    case 'binary':
      return btoa(fresh('binary'))
    case 'reference': {
      const target = provider.types.find((each) => referenceTypes.includes(each.name))
      return target === undefined ? `https://${fresh('reference')}.test` : locationOf(await createOne(provider, target))
    }
    case 'complex': {
      const parts: Record<string, Json> = {}
      for (const sub of definition.subAttributes ?? []) {
        const value = await valueFor(provider, sub, mutabilities)
        if (value !== undefined) parts[sub.name] = value
      }
      const { $ref } = parts
      if (typeof $ref === 'string') parts['value'] = $ref.slice($ref.lastIndexOf('/') + 1)
      return parts
    }
  }
}

/** The body of a POST: with what is required only, or with everything a client may write. */
export async function bodyFor(provider: Provider, type: DiscoveredType, fill: 'required' | 'all'): Promise<Attributes> {
  const part = async (definitions: readonly AttributeDefinition[]): Promise<Attributes> => {
    const body: Record<string, Json> = {}
    for (const definition of definitions) {
      if (fill === 'required' && !definition.required) continue
      const value = await valueFor(provider, definition)
      if (value !== undefined) body[definition.name] = value
    }
    return body
  }
  const extensions: Record<string, Json> = {}
  for (const { urn, attributes } of type.extensions) {
    const content = await part(attributes)
    if (Object.keys(content).length > 0) extensions[urn] = content
  }
  const externalId = fill === 'all' ? { externalId: fresh('external') } : {}
  return {
    schemas: [type.urn, ...Object.keys(extensions)],
    ...externalId,
    ...(await part(type.attributes)),
    ...extensions,
  }
}

export async function createOne(
  provider: Provider,
  type: DiscoveredType,
  fill: 'required' | 'all' = 'required',
): Promise<Attributes> {
  const body = await bodyFor(provider, type, fill)
  const answer = await provider.on.scim('POST', type.endpoint, { body })
  if (answer.status !== 201) throw new Error(`POST ${type.endpoint} ${JSON.stringify(body)} answered ${answer.text}`)
  return answer.body
}

export const metaOf = (resource: Attributes): Attributes => resource['meta'] as Attributes
export const locationOf = (resource: Attributes): string => String(metaOf(resource)['location'])
