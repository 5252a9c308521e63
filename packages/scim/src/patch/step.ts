import type { Json } from '../resource.ts'
import { compileElementFilter } from '../filter/evaluate.ts'
import type { Predicate } from '../filter/evaluate.ts'
import type { Filter } from '../filter/filter.ts'
import type { Mode, PatchOperation } from '../message/patch-op.ts'
import { ScimError } from '../message/error.ts'
import { excerpt } from '../path/attribute-path.ts'
import { parsePath } from '../path/path.ts'
import type { AttributeDefinition, ScimSchema } from '../schema/definition.ts'
import { knownSchemas, locate } from '../schema/resource-type.ts'
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

/** What readOnly targets do: an operation's own path is refused, a member of a path-less value is passed over. */
const whenReadOnly = { path: 'refuse', member: 'pass over' } as const

/**
 * Finds what an operation aims at. An operation without a path becomes one step for each member of its value.
 *
 * Lenient passes over attributes the schema does not know, and readOnly ones in a path-less value (Okta sends `id`,
 * Entra `meta`). Throws `invalidPath`, `noTarget`, `invalidValue`, `mutability`.
 */
export function stepsOf(type: ResourceType, operation: PatchOperation, mode: Mode): readonly Step[] {
  const { op, path, value } = operation
  if (op !== 'remove' && value === undefined)
    throw new ScimError(400, 'invalidValue', `"${op}"${path === undefined ? '' : ` of ${path}`} needs a value.`)
  if (path !== undefined) return stepAt(type, { op, path, value, as: 'path' }, mode)
  if (op === 'remove') throw new ScimError(400, 'noTarget', '"remove" needs a path.')
  if (!isObject(value)) throw new ScimError(400, 'invalidValue', `"${op}" without a path needs an object as its value.`)
  return Object.entries(value).flatMap(([name, member]) =>
    stepAt(type, { op, path: name, value: member, as: 'member' }, mode),
  )
}

function stepAt(
  type: ResourceType,
  {
    op,
    path: text,
    value,
    as,
  }: { op: Step['op']; path: string; value: Json | undefined; as: keyof typeof whenReadOnly },
  mode: Mode,
): readonly Step[] {
  const path = parsePath(text, knownSchemas(type))
  const located = locate(type, path)
  switch (located.kind) {
    case 'unknown':
      if (mode === 'lenient') return []
      throw new ScimError(400, 'invalidPath', `There is no attribute "${excerpt(text)}".`)
    case 'container':
      return [{ op, value, target: 'container', schema: located.schema }]
    case 'attribute': {
      const { kind: _, ...aim } = located
      if (aim.attribute.name === 'schemas') return as === 'member' ? [] : [{ op, value, target: 'schemas' }]
      const isReadOnly = aim.attribute.mutability === 'readOnly' || aim.sub?.mutability === 'readOnly'
      if (isReadOnly && as === 'member' && mode === 'lenient') return []
      if (isReadOnly) throw new ScimError(400, 'mutability', `${excerpt(text)} is readOnly.`)
      if (path.filter === undefined) return [{ op, value, target: 'attribute', aim: { ...aim, text } }]
      if (!aim.attribute.multiValued)
        throw new ScimError(400, 'invalidPath', `${aim.attribute.name} has one value; a filter does not apply to it.`)
      const filter = { tree: path.filter, matches: compileElementFilter(path.filter, aim.attribute, mode) }
      return [{ op, value, target: 'attribute', aim: { ...aim, filter, text } }]
    }
  }
}
