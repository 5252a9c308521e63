/** The definition of an attribute, as `/Schemas` shows it (RFC 7643 §7). */
export type AttributeDefinition = {
  readonly name: string
  readonly type: 'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'binary' | 'reference' | 'complex'
  readonly multiValued: boolean
  readonly description: string
  readonly required: boolean
  readonly canonicalValues?: readonly string[]
  readonly caseExact: boolean
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly'
  readonly returned: 'always' | 'never' | 'default' | 'request'
  readonly uniqueness: 'none' | 'server' | 'global'
  readonly referenceTypes?: readonly string[]
  readonly subAttributes?: readonly AttributeDefinition[]
}

/** A SCIM schema: the definition of a resource's attributes, or of an extension's (RFC 7643 §7). */
export type ScimSchema = {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly attributes: readonly AttributeDefinition[]
}

/** An attribute with the characteristics that most have: a singular, optional text that ignores case. */
export function attribute(
  name: string,
  description: string,
  characteristics: Partial<AttributeDefinition> = {},
): AttributeDefinition {
  return {
    name,
    type: 'string',
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...characteristics,
  }
}

/** The same schema without some attributes, for a service that does not have them. */
export function withoutAttributes(schema: ScimSchema, names: readonly string[]): ScimSchema {
  return { ...schema, attributes: schema.attributes.filter(({ name }) => !names.includes(name)) }
}

/** Finds a definition by name, in any case (RFC 7643 §2.1). */
export function named(
  definitions: readonly AttributeDefinition[] | undefined,
  name: string,
): AttributeDefinition | undefined {
  if (definitions === undefined) return undefined
  for (const definition of definitions) if (definition.name === name) return definition
  const lower = name.toLowerCase()
  return definitions.find((definition) => definition.name.toLowerCase() === lower)
}

/** Whether an attribute refers to resources of a SCIM service, rather than to anything on the web (RFC 7643 §7). */
export function isResourceReference({ type, referenceTypes }: AttributeDefinition): boolean {
  return type === 'reference' && referenceTypes?.some((of) => of !== 'external' && of !== 'uri') === true
}

/** Whether a sub-attribute is the mark `primary`, which counts as false where it is absent (RFC 7643 §2.4). */
export function isPrimaryMark({ name, type }: AttributeDefinition): boolean {
  return name === 'primary' && type === 'boolean'
}
