import type { Attributes, Json } from '../resource.ts'
import { ScimError } from '../message/error.ts'
import type { Rules } from '../rules.ts'
import { extensionOf } from './resource-type.ts'
import type { ResourceType } from './resource-type.ts'

/** The schemas of a resource: its own, and each extension that has a value (RFC 7643 §3). */
export function schemasOf(type: ResourceType, attributes: Attributes): readonly string[] {
  const present = type.extensions.filter(({ schema }) => attributes[schema.id] !== undefined)
  return [type.schema.id, ...present.map(({ schema }) => schema.id)]
}

/**
 * Checks the `schemas` of a body. `extensions`: the URNs of the extensions that the body has.
 *
 * Throws 400 `invalidSyntax` when the resource type's own schema is missing, and 400 `invalidValue` for a schema that
 * the resource type does not have or an extension that is not announced, unless the rules say otherwise.
 */
export function checkSchemas(
  type: ResourceType,
  schemas: Json | undefined,
  extensions: readonly string[],
  rules: Rules,
): void {
  const given = readUrns(type, schemas, rules)
  const own = type.schema.id.toLowerCase()
  if (!rules.missingSchemas && !given.includes(own))
    throw new ScimError(400, 'invalidSyntax', `"schemas" must contain ${type.schema.id}.`)
  const unknown = given.find((urn) => urn !== own && extensionOf(type, urn) === undefined)
  if (unknown !== undefined && !rules.unknownSchemas)
    throw new ScimError(400, 'invalidValue', `"${unknown.slice(0, 100)}" is not a schema of ${type.name}.`)
  const silent = extensions.find((urn) => !given.includes(urn.toLowerCase()))
  if (silent !== undefined && !rules.unannouncedExtensions)
    throw new ScimError(400, 'invalidValue', `"schemas" must contain ${silent}, whose attributes the body has.`)
}

function readUrns(type: ResourceType, schemas: Json | undefined, rules: Rules): readonly string[] {
  if (Array.isArray(schemas)) {
    const urns = schemas as readonly Json[]
    if (urns.every((urn) => typeof urn === 'string')) return urns.map((urn) => urn.toLowerCase())
  }
  if (rules.missingSchemas) return []
  throw new ScimError(400, 'invalidSyntax', `"schemas" must be an array with ${type.schema.id}.`)
}
