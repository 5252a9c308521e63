import type { Json } from '../resource.ts'
import { compileElementFilter } from '../filter/evaluate.ts'
import type { Predicate } from '../filter/evaluate.ts'
import type { Filter } from '../filter/filter.ts'
import type { PatchOperation } from '../message/patch-op.ts'
import { ScimError } from '../message/error.ts'
import { excerpt } from '../path/attribute-path.ts'
import { parsePath } from '../path/path.ts'
import type { Path } from '../path/path.ts'
import type { Rules } from '../rules.ts'
import type { AttributeDefinition, ScimSchema } from '../schema/definition.ts'
import { isMembership } from '../schema/list.ts'
import { extensionOf, knownSchemas, locate, topAttribute } from '../schema/resource-type.ts'
import type { ResourceType } from '../schema/resource-type.ts'
import { isObject } from '../value.ts'

/** An attribute that an operation aims at: all of it, some elements, one sub-attribute. */
export type Aim = {
  readonly urn?: string
  readonly attribute: AttributeDefinition
  readonly sub?: AttributeDefinition
  readonly filter?: { readonly tree: Filter; readonly matches: Predicate }
  /** How the client wrote it, for messages. */
  readonly text: string
}

/** One thing to do, with its target found in the schema. `value` is `undefined` where the client gave none. */
export type Step = { readonly op: PatchOperation['op']; readonly value: Json | undefined } & (
  | { readonly target: 'attribute'; readonly aim: Aim }
  | { readonly target: 'container'; readonly schema: ScimSchema }
  | { readonly target: 'schemas' }
)

/** A step on an attribute. */
export type AttributeStep = Step & { target: 'attribute' }

/** What one operation, or one member of its value, asks for. Members of a value are treated with more indulgence. */
type Request = {
  readonly op: PatchOperation['op']
  readonly path: string
  readonly value: Json | undefined
  readonly as: 'path' | 'member'
}

/**
 * Finds what an operation aims at (RFC 7644 §3.5.2). An operation without a path, or on an extension as a whole,
 * becomes one step for each member of its value.
 *
 * Lenient passes over attributes the schema does not know, and readOnly ones in a path-less value (Okta sends `id`,
 * Entra `meta`). Throws `invalidPath`, `invalidFilter`, `noTarget`, `invalidValue`, `mutability`.
 */
export function stepsOf(type: ResourceType, operation: PatchOperation, rules: Rules): readonly Step[] {
  const { op, path, value } = operation
  if (path !== undefined) return stepsAt(type, { op, path, value, as: 'path' }, rules)
  if (op === 'remove') throw new ScimError(400, 'noTarget', '"remove" needs a path.')
  if (value === undefined) throw needsValue(op, '')
  if (!isObject(value)) throw new ScimError(400, 'invalidValue', `"${op}" without a path needs an object as its value.`)
  return Object.entries(value).flatMap(([name, member]) => {
    const isName = topAttribute(type, name) !== undefined || extensionOf(type, name) !== undefined
    if (!isName && !rules.pathKeys) return unknown({ op, path: name, value: member, as: 'member' }, rules)
    return stepsAt(type, { op, path: name, value: member, as: 'member' }, rules)
  })
}

function stepsAt(type: ResourceType, request: Request, rules: Rules): readonly Step[] {
  const path = parsePath(request.path, knownSchemas(type), rules)
  const located = locate(type, path, rules)
  switch (located.kind) {
    case 'unknown':
      return unknown(request, rules)
    case 'container':
      return containerSteps(type, located.schema, request, rules)
    case 'attribute': {
      const { kind: _, ...aim } = located
      return attributeSteps(path, { ...aim, text: excerpt(request.path) }, request, rules)
    }
  }
}

function unknown({ path, as }: Request, rules: Rules): readonly Step[] {
  if (as === 'path' ? rules.unknownPaths : rules.unknownAttributes) return []
  throw new ScimError(400, as === 'path' ? 'invalidPath' : 'invalidValue', `There is no attribute "${excerpt(path)}".`)
}

function attributeSteps(path: Path, aim: Aim, { op, value, as }: Request, rules: Rules): readonly Step[] {
  const { attribute, sub, text } = aim
  if (attribute.name === 'schemas') return as === 'member' ? [] : [{ op, value, target: 'schemas' }]
  if (attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly') {
    if (as === 'member' && rules.readOnlyMembers) return []
    throw new ScimError(400, 'mutability', `${text} is readOnly.`)
  }
  // members[value eq "x"] says already who is to be added.
  const saysAll = op === 'add' && path.filter !== undefined && sub === undefined && isMembership(attribute)
  if (op !== 'remove' && value === undefined && !saysAll) throw needsValue(op, text)
  const given = value === undefined && saysAll ? {} : value
  if (path.filter === undefined) return [{ op, value: given, target: 'attribute', aim }]
  if (!attribute.multiValued)
    throw new ScimError(400, 'invalidPath', `${attribute.name} has one value; a filter does not apply to it.`)
  const filter = { tree: path.filter, matches: compileElementFilter(path.filter, attribute, rules) }
  return [{ op, value: given, target: 'attribute', aim: { ...aim, filter } }]
}

/** Row 10: the object of an extension behaves as a complex attribute. */
function containerSteps(
  type: ResourceType,
  schema: ScimSchema,
  { op, value, path }: Request,
  rules: Rules,
): readonly Step[] {
  if (op === 'remove' || value === null) return [{ op: 'remove', value, target: 'container', schema }]
  if (value === undefined) throw needsValue(op, path)
  if (!isObject(value)) throw new ScimError(400, 'invalidValue', `${schema.id} must be an object.`)
  return Object.entries(value).flatMap(([name, member]) =>
    stepsAt(type, { op, path: `${schema.id}:${name}`, value: member, as: 'member' }, rules),
  )
}

function needsValue(op: string, text: string): ScimError {
  return new ScimError(400, 'invalidValue', `"${op}"${text === '' ? '' : ` of ${text}`} needs a value.`)
}
