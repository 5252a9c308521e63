import type { Attributes, Json } from '../resource.ts'
import { fold } from '../text.ts'
import { isObject } from '../value.ts'
import { instantOf } from './date-time.ts'
import type { AttributeDefinition } from './definition.ts'
import { named } from './definition.ts'
import { extensionOf, topAttribute } from './resource-type.ts'
import type { ResourceType } from './resource-type.ts'

/**
 * The resource as it is compared, to be stored beside it as jsonb and asked with `filterToSql`.
 *
 * Texts that are not `caseExact` are folded, instants are their number of milliseconds, attributes that cannot be asked
 * for (`returned: never`) are left out. So the database compares plain values, and finds what `compileFilter` finds.
 * The resource is in canonical form, as `readResource` and `applyPatch` give it.
 */
export function searchDocument(type: ResourceType, resource: Attributes): Attributes {
  const document: { [name: string]: Json } = {}
  for (const [name, value] of Object.entries(resource)) {
    const definition = topAttribute(type, name)
    if (definition !== undefined) {
      if (definition.returned !== 'never') document[name] = prepare(definition, value)
      continue
    }
    const extension = extensionOf(type, name)
    if (extension !== undefined && isObject(value)) document[name] = prepareMembers(extension.attributes, value)
  }
  return document
}

function prepareMembers(definitions: readonly AttributeDefinition[] | undefined, object: Attributes): Attributes {
  const members: { [name: string]: Json } = {}
  for (const [name, value] of Object.entries(object)) {
    const definition = named(definitions, name)
    if (definition !== undefined && definition.returned !== 'never') members[name] = prepare(definition, value)
  }
  return members
}

function prepare(definition: AttributeDefinition, value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((element) => prepare(definition, element))
  if (isObject(value)) return prepareMembers(definition.subAttributes, value)
  if (typeof value !== 'string') return value
  if (definition.type === 'dateTime') return instantOf(value) ?? value
  return definition.caseExact || definition.type === 'binary' ? value : fold(value)
}
