import {
  calls,
  compileFilter,
  compileMappings,
  parsedSource,
  type AttributeDefinition,
  type CompiledFilter,
  type CompiledMapping,
  type ObjectMapping,
  type SynchronizationSchema,
} from '@usher/engine'
import { Refusal } from '@usher/host'
import { userAttributes } from '../gallery/directory-attributes.ts'

export type InboundAttribute = CompiledMapping['mappings'][number]

/** An object mapping from rows of a file, or from what clients send, to people of the directory, parsed once. */
export type InboundMapping = {
  /** Gives the employeeId by which a row finds its person. */
  readonly key: InboundAttribute
  /** Gives the employeeId of the manager; null when the mapping says nothing about managers. */
  readonly manager: InboundAttribute | null
  readonly attributes: readonly InboundAttribute[]
  /** Who passes it is brought in; the others are left as they are. */
  readonly scope: CompiledFilter
  readonly actions: { readonly create: boolean; readonly update: boolean }
  /** The columns that a file must have. */
  readonly columns: readonly string[]
}

/** Parses an inbound mapping; refuses one that cannot be used, with a sentence for each fault. */
export function compileInbound(
  objectMapping: ObjectMapping,
  definitions: readonly AttributeDefinition[] = userAttributes,
): InboundMapping {
  const compiled = compileMappings(objectMapping, { name: objectMapping.targetObjectName, attributes: definitions })
  if (compiled.kind === 'refused') throw refused(compiled.problems.map(({ message }) => message))
  const known = new Set(definitions.map(({ name }) => name))
  const key = compiled.matching[0]?.terms[0]
  const faults = compiled.mappings.flatMap((attribute) => faultsOf(attribute, known))
  if (compiled.objectFilter !== null) faults.push('an import has no objectFilter; leave the rows out of the file.')
  if ((objectMapping.usher?.scopingExpressions ?? []).length > 0)
    faults.push('an import has no scoping expressions; use a scoping filter.')
  if (key?.path !== 'employeeId') faults.push('employeeId must be the first matching attribute of an import.')
  const scope = compileFilter(objectMapping.scope ?? null)
  faults.push(...scope.problems)
  if (faults.length > 0 || key === undefined) throw refused(faults.map((fault) => `${objectMapping.name}: ${fault}`))
  return {
    key,
    manager: compiled.mappings.find(({ path }) => path === 'manager') ?? null,
    attributes: compiled.mappings.filter(({ path }) => path !== 'manager'),
    scope: scope.groups,
    actions: {
      create: /\bAdd\b/i.test(objectMapping.flowTypes),
      update: /\bUpdate\b/i.test(objectMapping.flowTypes),
    },
    columns: [
      ...new Set([
        ...compiled.mappings.flatMap(({ reads }) => [...reads]),
        ...scope.groups.flatMap(({ clauses }) => clauses.map(({ attribute }) => attribute)),
      ]),
    ],
  }
}

/** The mapping that runs of an inbound job's schema; refuses one that cannot be used. */
export function inboundMappingOf({ synchronizationRules }: SynchronizationSchema): InboundMapping {
  const all = synchronizationRules
    .toSorted((a, b) => a.priority - b.priority)
    .flatMap(({ objectMappings }) => objectMappings)
  const mapping = all.find(({ enabled, targetObjectName }) => enabled && targetObjectName === 'User')
  if (mapping === undefined) throw refused(['The schema has no mapping to User that is enabled.'])
  return compileInbound(mapping)
}

const unique: ReadonlySet<string> = new Set(['SelectUniqueValue'])

function faultsOf({ path, mapping, definition }: InboundAttribute, known: ReadonlySet<string>): readonly string[] {
  if (!known.has(path)) return [`the directory has no attribute ${path}.`]
  if (definition?.anchor === true) return ['the primary key cannot be a target attribute.']
  if (definition?.mutability === 'ReadOnly') return [`${path} is computed and cannot be imported.`]
  if (definition?.type === 'Reference' && path !== 'manager')
    return [`${path} is a reference; only manager can be imported.`]
  if (!['Always', 'ObjectAddOnly'].includes(mapping.flowType))
    return [`${path} has flow type ${mapping.flowType}; an import knows Always and ObjectAddOnly.`]
  const parsed = parsedSource(mapping)
  if (parsed?.kind === 'parsed' && calls(parsed, unique))
    return [
      `${path} has SelectUniqueValue, which asks an application what is taken; people of the directory get what the source says. Write one of its rules.`,
    ]
  if ((mapping.defaultValue ?? null) !== null) return [`${path} has a default value; write Coalesce(…) instead.`]
  return []
}

function refused(sentences: readonly string[]): Refusal {
  return new Refusal(sentences.join('\n'))
}
