/** Every rule that refuses an attribute mapping, or warns of it (mapping.md sections 1, 4, 5 and 6). */
import { parsePath } from '@usher/scim'
import { checkExpression } from '../expression/check.ts'
import { givesOf } from '../expression/gives.ts'
import { nearest } from '../expression/nearest.ts'
import { nodesOf, type Node, type Parsed } from '../expression/syntax.ts'
import { inExpression, warning, type Rule, type Said } from '../job/finding.ts'
import { unknownMembers } from '../job/unknown-members.ts'
import type { AttributeDefinition } from '../job/schema.ts'
import { convert, isUnconvertible } from './convert.ts'
import { calls, objectFilter, type MappingSubject } from './mapping-subject.ts'
import { matchingIsPossible } from './matching-rules.ts'
import {
  defaultsFit,
  flowTypeFits,
  nullPolicyFits,
  uniqueValuesAtCreation,
  valuesThatNeverRest,
} from './value-rules.ts'

const nothing: readonly Said[] = []
export const mappingRules: readonly Rule<MappingSubject>[] = [
  targetIsWritable,
  targetIsProvisioned,
  expressionIsSound,
  kindFits,
  referencesStayWhole,
  rolesHaveTheirFunctions,
  valuesThatNeverRest,
  defaultsFit,
  nullPolicyFits,
  matchingIsPossible,
  uniqueValuesAtCreation,
  objectsAreIgnoredInOnePlace,
  flowTypeFits,
  ({ mapping }) => unknownMembers(mapping.usher, ['nullPolicy']),
]

function targetIsWritable({ mapping, definition, target }: MappingSubject): readonly Said[] {
  const path = mapping.targetAttributeName
  if (path === objectFilter) return nothing
  if (path === 'id' || definition?.anchor === true) return ['the primary key cannot be a target attribute.']
  if (definition === undefined && target.size > 0) {
    const near = nearest(path, target.keys())
    const meant = near === undefined ? 'Add it to the list of target attributes first.' : `Did you mean ${near}?`
    return [`the target has no attribute of this name. ${meant}`]
  }
  if (!isPath(path))
    return ['the target attribute is not a path like userName, name.givenName or emails[type eq "work"].value.']
  if (definition?.mutability === 'ReadOnly') return ['the target attribute is read-only; remove this mapping.']
  if (definition?.mutability === 'Immutable' && mapping.flowType !== 'ObjectAddOnly') {
    return [warning('the target attribute is immutable, so it is written only when the object is created.')]
  }
  return nothing
}

function isPath(path: string): boolean {
  try {
    return parsePath(path).attribute !== ''
  } catch {
    return false
  }
}

/** mapping.md section 5.6. An initial password may be set, since otherwise some applications take nobody. */
function targetIsProvisioned({ mapping }: MappingSubject): readonly Said[] {
  const name = mapping.targetAttributeName.toLowerCase().replace(/^urn:.*:/, '')
  if (/^(?:photos?|thumbnailphoto)\b/.test(name)) return ['photos are not provisioned; remove this mapping.']
  if (/^entitlements\b/.test(name)) return ['entitlements are not supported; map a role instead.']
  if (name === 'password' && mapping.flowType !== 'ObjectAddOnly') {
    return [
      'passwords are not synchronized; an initial one may be set: apply this mapping only during object creation.',
    ]
  }
  return nothing
}

function expressionIsSound({ parsed, source, text }: MappingSubject): readonly Said[] {
  if (parsed === null) return nothing
  if (parsed.kind === 'error') return [inExpression(text, parsed, 'error')]
  return checkExpression(parsed, source).map((finding) => inExpression(parsed.text, finding, finding.severity))
}

/** Kinds of results that no target of a type can take, whatever the values are. */
const misfits: Readonly<Record<string, readonly string[]>> = {
  Boolean: ['integer', 'date'],
  Integer: ['Boolean', 'date'],
  DateTime: ['integer', 'Boolean'],
}

function kindFits({ parsed, definition, source }: MappingSubject): readonly Said[] {
  if (parsed?.kind !== 'parsed' || definition === undefined) return nothing
  const gives = givesOf(parsed.root, source)
  if ((gives === 'list' || gives === 'roles') && definition.multivalued !== true) {
    return [
      'the target takes one value, and this gives a list. Take one value with Item, or put them together with Join.',
    ]
  }
  if (misfits[definition.type]?.includes(gives) === true) {
    return [`the target is ${definition.type}, and this gives ${gives === 'integer' ? 'a number' : `a ${gives}`}.`]
  }
  return constantFits(parsed, definition)
}

/** Whether a constant can be a value of this attribute. */
export function constantFits({ root }: Parsed, definition: AttributeDefinition | undefined): readonly Said[] {
  if (root.kind !== 'constant') return nothing
  const converted = convert(root.text, definition)
  return isUnconvertible(converted) ? [`the constant does not fit: the target ${converted.unconvertible}.`] : nothing
}

/** mapping.md section 6.3. */
function referencesStayWhole({ parsed, definition, source }: MappingSubject): readonly Said[] {
  if (parsed?.kind !== 'parsed') return nothing
  const read = referenceOf(parsed.root)
  const isReference = (name: string | null): boolean => name !== null && source?.get(name)?.type === 'Reference'
  if (definition?.type === 'Reference') {
    if (isNamed(definition)) return nothing
    if (read === null) return ['the target is a reference: map a reference attribute directly, or with CStr.']
    if (source?.get(read) !== undefined && !isReference(read)) {
      return [`the target is a reference, and ${read} is none. Map a reference attribute like manager.`]
    }
    const several = source?.get(read)?.multivalued === true && definition.multivalued !== true
    return several ? [`the target takes one reference, and ${read} holds several.`] : nothing
  }
  const direct = parsed.root.kind === 'attribute' && isReference(parsed.root.name)
  return direct && definition !== undefined
    ? ['a reference can be mapped to a reference only; for a text of it write CStr.']
    : nothing
}

/** A reference by another attribute than the identifier, as `Departments.Name`: a text names it (section 6.2). */
function isNamed({ referencedObjects }: AttributeDefinition): boolean {
  const property = referencedObjects?.[0]?.referencedProperty ?? null
  return property !== null && property !== 'id' && property !== 'objectId'
}

/** The source attribute that an expression passes on as it is. */
export function referenceOf(root: Node): string | null {
  if (root.kind === 'attribute') return root.name
  const [only] = root.kind === 'call' && root.name === 'CStr' ? root.slots : []
  return only?.kind === 'attribute' ? only.name : null
}

/** mapping.md section 6.4. */
const roleFunctions: ReadonlySet<string> = new Set([
  'SingleAppRoleAssignment', 'AppRoleAssignmentsComplex', 'AssertiveAppRoleAssignmentsComplex', 'AppRoleAssignments',
]) // prettier-ignore

function rolesHaveTheirFunctions({ parsed, definition, syncAll }: MappingSubject): readonly Said[] {
  if (parsed?.kind !== 'parsed') return nothing
  const { root } = parsed
  if (root.kind === 'attribute' && root.name === 'appRoleAssignments') {
    return ['appRoleAssignments cannot be mapped directly. Use SingleAppRoleAssignment for one role, AssertiveAppRoleAssignmentsComplex for several.'] // prettier-ignore
  }
  if (!calls(parsed, roleFunctions)) return nothing
  const said: Said[] = []
  if (syncAll) said.push('roles need assignments; they cannot be mapped while the scope is Sync all users and groups.')
  if (definition?.multivalued === true && calls(parsed, single)) {
    said.push('the target takes several roles; use AssertiveAppRoleAssignmentsComplex.')
  }
  return said
}

const single: ReadonlySet<string> = new Set(['SingleAppRoleAssignment'])

function objectsAreIgnoredInOnePlace({ mapping, parsed }: MappingSubject): readonly Said[] {
  if (parsed?.kind !== 'parsed') return nothing
  const ignores = [...nodesOf(parsed.root)].some((node) => node.kind === 'keyword' && node.word === 'IgnoreObjectFlow')
  if (!ignores || mapping.targetAttributeName === objectFilter) return nothing
  return [`IgnoreObjectFlow skips the whole object; it belongs into a mapping to ${objectFilter}.`]
}
