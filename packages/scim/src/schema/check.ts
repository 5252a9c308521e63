import type { Attributes, Json } from '../resource.ts'
import { ScimError } from '../message/error.ts'
import type { Rules } from '../rules.ts'
import { checkUserName } from '../text.ts'
import { isObject } from '../value.ts'
import type { AttributeDefinition } from './definition.ts'
import type { ResourceType } from './resource-type.ts'

/** What a missing value is called: `invalidValue` in a resource, `mutability` in a change that takes it away. */
type Missing = 'invalidValue' | 'mutability'

/**
 * Checks what only the whole resource shows: that required attributes have values (RFC 7643 §2.2), also within objects
 * and extensions, and that user names are ones (RFC 8265, strict only). Throws 400.
 */
export function checkResource(type: ResourceType, attributes: Attributes, scimType: Missing, rules: Rules): void {
  const defaulted = new Set(Object.keys(type.defaults ?? {}))
  for (const definition of type.schema.attributes) {
    const hint = defaulted.has(definition.name) && definition.type === 'boolean' ? ' Send false to deactivate.' : ''
    checkRequired(definition, attributes[definition.name], { scimType, at: definition.name, hint })
  }
  for (const { schema, required } of type.extensions) {
    const container = attributes[schema.id]
    if (container === undefined && !required) continue
    const members = isObject(container) ? container : {}
    for (const definition of schema.attributes)
      checkRequired(definition, members[definition.name], { scimType, at: `${schema.id}:${definition.name}`, hint: '' })
  }
  for (const name of type.userNames ?? []) {
    const value = attributes[name]
    if (typeof value === 'string') checkUserName(value, rules)
  }
}

/** Checks elements that a client adds to a list: their required sub-attributes have values, else 400 `invalidValue`. */
export function checkElements(definition: AttributeDefinition, elements: readonly Json[], at: string): void {
  checkRequired(definition, elements, { scimType: 'invalidValue', at, hint: '' })
}

function checkRequired(
  definition: AttributeDefinition,
  value: Json | undefined,
  { scimType, at, hint }: { readonly scimType: Missing; readonly at: string; readonly hint: string },
): void {
  // What is readOnly is the server's to give.
  if (definition.required && definition.mutability !== 'readOnly' && (value === undefined || value === ''))
    throw new ScimError(
      400,
      scimType,
      `${at} is required${scimType === 'mutability' ? ' and cannot be cleared' : ''}.${hint}`,
    )
  if (value === undefined || definition.subAttributes === undefined) return
  const needed = definition.subAttributes.filter((sub) => sub.required)
  if (needed.length === 0) return
  const elements = (Array.isArray(value) ? value : [value]) as readonly Json[]
  for (const element of elements)
    for (const sub of needed)
      checkRequired(sub, isObject(element) ? element[sub.name] : undefined, {
        scimType,
        at: `${at}.${sub.name}`,
        hint: '',
      })
}
