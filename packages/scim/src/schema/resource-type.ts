import type { Json } from '../resource.ts'
import type { AttributePath, KnownSchemas } from '../path/attribute-path.ts'
import { lenient } from '../rules.ts'
import type { Rules } from '../rules.ts'
import { attribute, named } from './definition.ts'
import type { AttributeDefinition, ScimSchema } from './definition.ts'

/** A kind of resource that a service provider has (RFC 7643 §6), and its schemas. */
export type ResourceType = {
  readonly name: string
  readonly description: string
  readonly endpoint: string
  readonly schema: ScimSchema
  readonly extensions: readonly { readonly schema: ScimSchema; readonly required: boolean }[]
  /** What an attribute gets when a create request leaves it out. A replace keeps what is there. */
  readonly defaults?: { readonly [attribute: string]: Json }
  /** The attributes that are user names as RFC 8265 means them; strict refuses what these may not contain. */
  readonly userNames?: readonly string[]
}

/** What a path means in a resource type. A container is the object that holds an extension's attributes. */
export type Located =
  | {
      readonly kind: 'attribute'
      readonly urn?: string
      readonly attribute: AttributeDefinition
      readonly sub?: AttributeDefinition
    }
  | { readonly kind: 'container'; readonly schema: ScimSchema }
  | { readonly kind: 'unknown' }

const readOnly = { mutability: 'readOnly', caseExact: true } as const

/** The attributes that every resource has (RFC 7643 §3.1). They stand in no schema. */
export const commonAttributes: readonly AttributeDefinition[] = [
  attribute('schemas', 'The schemas whose attributes the resource has.', {
    mutability: 'readOnly',
    type: 'reference',
    multiValued: true,
    returned: 'always',
  }),
  attribute('id', 'The identifier the service provider gave.', { ...readOnly, returned: 'always' }),
  attribute('externalId', 'The identifier the client gave.', { caseExact: true }),
  attribute('meta', 'What the service provider says about the resource.', {
    ...readOnly,
    type: 'complex',
    subAttributes: [
      attribute('resourceType', 'The resource type.', readOnly),
      attribute('created', 'When the resource was created.', { ...readOnly, type: 'dateTime' }),
      attribute('lastModified', 'When the resource was last changed.', { ...readOnly, type: 'dateTime' }),
      attribute('location', 'The address of the resource.', { ...readOnly, type: 'reference' }),
      attribute('version', 'The entity tag.', readOnly),
    ],
  }),
]

type Index = {
  readonly core: ReadonlyMap<string, AttributeDefinition>
  readonly extensions: ReadonlyMap<string, { schema: ScimSchema; attributes: ReadonlyMap<string, AttributeDefinition> }>
  readonly known: KnownSchemas
}

const indices = new WeakMap<ResourceType, Index>()

/** The URNs a path may carry for this resource type. */
export function knownSchemas(type: ResourceType): KnownSchemas {
  return indexOf(type).known
}

/** Finds an attribute that stands at the top of the resource, in any case. */
export function topAttribute(type: ResourceType, name: string): AttributeDefinition | undefined {
  const { core } = indexOf(type)
  return core.get(name) ?? core.get(name.toLowerCase())
}

/** Finds an extension by its URN, in any case. */
export function extensionOf(type: ResourceType, urn: string): ScimSchema | undefined {
  const { extensions } = indexOf(type)
  return (extensions.get(urn) ?? extensions.get(urn.toLowerCase()))?.schema
}

/**
 * Says what a path means in this resource type.
 *
 * Names are compared without regard to case. Lenient finds an extension's attribute without its URN when only one
 * extension has it, since Entra writes plain `manager`.
 */
export function locate(type: ResourceType, path: AttributePath, rules: Rules = lenient): Located {
  const index = indexOf(type)
  if (path.urn === undefined) {
    const found = topAttribute(type, path.attribute)
    if (found !== undefined) return withSub(found, path.sub)
    const container = extensionOf(type, path.attribute)
    if (container !== undefined) return { kind: 'container', schema: container }
    return rules.bareExtensionNames ? locateWithoutUrn(index, path) : { kind: 'unknown' }
  }
  const extension = index.extensions.get(path.urn) ?? index.extensions.get(path.urn.toLowerCase())
  const found = extension === undefined ? undefined : lookUp(extension.attributes, path.attribute)
  return extension === undefined || found === undefined
    ? { kind: 'unknown' }
    : withSub(found, path.sub, extension.schema.id)
}

function locateWithoutUrn(index: Index, path: AttributePath): Located {
  const hits = new Map<ScimSchema, AttributeDefinition>()
  for (const { schema, attributes } of index.extensions.values()) {
    const found = lookUp(attributes, path.attribute)
    if (found !== undefined) hits.set(schema, found)
  }
  const [hit, other] = [...hits]
  return hit === undefined || other !== undefined ? { kind: 'unknown' } : withSub(hit[1], path.sub, hit[0].id)
}

function withSub(found: AttributeDefinition, sub: string | undefined, urn?: string): Located {
  const extension = urn === undefined ? {} : { urn }
  if (sub === undefined) return { kind: 'attribute', ...extension, attribute: found }
  const definition = named(found.subAttributes, sub)
  if (definition !== undefined) return { kind: 'attribute', ...extension, attribute: found, sub: definition }
  // "value" denotes the element of a list of simple values.
  const isElement = found.type !== 'complex' && found.multiValued && sub.toLowerCase() === 'value'
  return isElement ? { kind: 'attribute', ...extension, attribute: found } : { kind: 'unknown' }
}

function lookUp(map: ReadonlyMap<string, AttributeDefinition>, name: string): AttributeDefinition | undefined {
  return map.get(name) ?? map.get(name.toLowerCase())
}

function indexOf(type: ResourceType): Index {
  const existing = indices.get(type)
  if (existing !== undefined) return existing
  const extensions = new Map<string, { schema: ScimSchema; attributes: ReadonlyMap<string, AttributeDefinition> }>()
  for (const { schema } of type.extensions) {
    const entry = { schema, attributes: byName(schema.attributes) }
    extensions.set(schema.id, entry).set(schema.id.toLowerCase(), entry)
  }
  const index: Index = {
    core: byName([...type.schema.attributes, ...commonAttributes]),
    extensions,
    known: { core: [type.schema.id], extensions: type.extensions.map(({ schema }) => schema.id) },
  }
  indices.set(type, index)
  return index
}

/** By name as it is written, and by name in lower case, so that the usual spelling needs no conversion. */
function byName(definitions: readonly AttributeDefinition[]): ReadonlyMap<string, AttributeDefinition> {
  const map = new Map<string, AttributeDefinition>()
  for (const definition of definitions) map.set(definition.name.toLowerCase(), definition)
  for (const definition of definitions) map.set(definition.name, definition)
  return map
}
