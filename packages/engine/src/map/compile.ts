import { compile } from '../expression/compile.ts'
import { natureOf } from '../expression/nature.ts'
import { parseExpression } from '../expression/parse.ts'
import { attributesOf } from '../expression/syntax.ts'
import type { Parsed } from '../expression/syntax.ts'
import type { AttributeDefinition, AttributeMapping, FlowType, ObjectDefinition, ObjectMapping } from '../job/schema.ts'
import type { MappingProblem } from '../types.ts'
import { calls, objectFilter, parsedSource, redacting } from './mapping-subject.ts'
import { referenceOf } from './mapping-rules.ts'
import type { CompiledAttribute, CompiledMapping, CompiledMatching } from './compiled.ts'
import { roleTypes } from './roles.ts'

export type MappingRefused = { readonly kind: 'refused'; readonly problems: readonly MappingProblem[] }

/**
 * Parses every attribute mapping of an object mapping once.
 *
 * What cannot be parsed is refused with a sentence for each mapping; then nothing of it is used. Whether it makes sense
 * is decided when it is saved (`checkSchema`).
 */
export function compileMappings(
  objectMapping: ObjectMapping,
  targetObject?: ObjectDefinition,
): CompiledMapping | MappingRefused {
  const problems: MappingProblem[] = []
  const definitions = new Map(targetObject?.attributes.map((definition) => [definition.name, definition]))
  const attributes: CompiledAttribute[] = []
  const seen = new Set<string>()
  for (const mapping of objectMapping.attributeMappings) {
    const path = mapping.targetAttributeName
    const refuse = (reason: string): number =>
      problems.push({ path, message: `${objectMapping.name}, mapping to ${path}: ${reason}` })
    if (seen.has(path.toLowerCase())) refuse('another mapping has the same target attribute; remove one of them.')
    seen.add(path.toLowerCase())
    const parsed = parsedSource(mapping)
    if (parsed?.kind === 'error') refuse(`${parsed.message} (line ${parsed.line}, column ${parsed.column})`)
    else attributes.push(compiled(mapping, definitions.get(path), parsed))
  }
  const composites = compileComposites(objectMapping, definitions, problems)
  if (problems.length > 0) return { kind: 'refused', problems }
  const members = attributes.find((attribute) => isMembership(objectMapping, attribute)) ?? null
  const flowing = attributes.filter((attribute) => attribute !== members)
  return { ...put(flowing, composites), members }
}

/** A group may have a hundred thousand members, so they are no value of the group: each is an object of its own. */
function isMembership(of: ObjectMapping, { reference, definition }: CompiledAttribute): boolean {
  return of.sourceObjectName === 'Group' && reference === 'members' && definition?.type === 'Reference'
}

function put(
  attributes: readonly CompiledAttribute[],
  composites: readonly CompiledMatching[],
): Omit<CompiledMapping, 'members'> {
  const alone = attributes
    .filter(({ mapping }) => mapping.matchingPriority > 0)
    .map((one) => ({ priority: one.mapping.matchingPriority, terms: [one] }))
  const matching = [...alone, ...composites].toSorted((a, b) => a.priority - b.priority)
  const terms = matching.flatMap((one) => one.terms)
  return {
    kind: 'compiled',
    mappings: roleTypes(attributes.filter(({ path }) => path !== objectFilter)),
    objectFilter: attributes.find(({ path }) => path === objectFilter) ?? null,
    matching,
    matchingPaths: matching.map((one) => one.terms.map(({ path }) => path).join(' and ')),
    termPaths: [...new Set(terms.map(({ path }) => path))],
    reads: new Set([...attributes, ...terms].flatMap(({ reads }) => [...reads])),
  }
}

function compileComposites(
  { name, usher }: ObjectMapping,
  definitions: ReadonlyMap<string, AttributeDefinition>,
  problems: MappingProblem[],
): readonly CompiledMatching[] {
  return (usher?.matching ?? []).map(({ matchingPriority, all }) => ({
    priority: matchingPriority,
    terms: all.flatMap(({ targetAttributeName: path, expression }) => {
      const parsed = parseExpression(expression)
      if (parsed.kind === 'parsed') {
        const mapping = {
          targetAttributeName: path,
          source: { expression },
          matchingPriority,
          flowType: 'Always',
        } as const
        return [compiled(mapping, definitions.get(path), parsed)]
      }
      const where = `(line ${parsed.line}, column ${parsed.column})`
      problems.push({ path, message: `${name}, matching by ${path}: ${parsed.message} ${where}` })
      return []
    }),
  }))
}

/** AppRoleAssignmentsComplex adds, as Entra does; its assertive sister replaces (mapping.md section 6.4). */
const complexRoles: Readonly<Record<string, CompiledAttribute['manner']>> = {
  AppRoleAssignments: { roles: true, addsOnly: true },
  AppRoleAssignmentsComplex: { roles: true, addsOnly: true },
  AssertiveAppRoleAssignmentsComplex: { roles: true },
}

const flowTypes: Readonly<Record<FlowType, CompiledAttribute['manner']>> = {
  Always: {},
  ObjectAddOnly: {},
  MultiValueAddOnly: { addsOnly: true },
  ValueAddOnly: { addsOnly: true },
  AttributeAddOnly: { ifEmpty: true },
}

/** A secret, whatever its expression says. */
const password = /(?:^|:)password$/i

function mannerOf(
  { flowType, targetAttributeName }: AttributeMapping,
  parsed: Parsed | null,
): CompiledAttribute['manner'] {
  const roles = parsed?.root.kind === 'call' ? complexRoles[parsed.root.name] : undefined
  const secret = password.test(targetAttributeName)
  const redacts = secret || (parsed !== null && calls(parsed, redacting))
  return { ...roles, ...flowTypes[flowType], ...(redacts && { redacts }), ...(secret && { sensitive: secret }) }
}

const timeless = { random: false, now: 'no', days: false } as const

function compiled(
  mapping: AttributeMapping,
  definition: AttributeDefinition | undefined,
  parsed: Parsed | null,
): CompiledAttribute {
  const reads = parsed === null ? new Set<string>() : attributesOf(parsed)
  const { random, now, days } = parsed === null ? timeless : natureOf(parsed)
  const restless = (random || now === 'shown') && mapping.flowBehavior !== 'FlowAlways'
  const once = mapping.flowType === 'ObjectAddOnly' || definition?.mutability === 'Immutable' || restless
  return {
    mapping,
    path: mapping.targetAttributeName,
    definition,
    reference: parsed && referenceOf(parsed.root),
    reads,
    onLeave: reads.has('IsSoftDeleted'),
    once,
    random,
    timed: now === 'compared' ? 'now' : days ? 'days' : null,
    nullPolicy: mapping.usher?.nullPolicy ?? 'keep',
    manner: { ...mannerOf(mapping, parsed), ...(once && { once }) },
    evaluate: parsed === null ? () => ({ kind: 'value', value: null }) : compile(parsed),
  }
}
