/**
 * What clients send for a schema, made a schema (graph-api.md 0, rule 9, and 8.5).
 *
 * A typed client reads a flag as nothing and a filter that is null as `{}`, and sends them back so: those are taken for absent, and
 * an absent one for what is stored. Everything else stays as it came, members that nobody knows too.
 */
import type { SynchronizationSchema } from '@usher/engine'

type Loose = Readonly<Record<string, unknown>>

/** `isPatch`: lists that are left out stay as they are; else they are empty. */
export function readSchema(
  body: unknown,
  before: SynchronizationSchema,
  { isPatch }: { readonly isPatch: boolean },
): unknown {
  if (!isObject(body)) return body
  const { id: _, version: __, ...rest } = body
  const known = { rules: before.synchronizationRules as unknown as readonly Loose[], directories: before.directories as unknown as readonly Loose[] } // prettier-ignore
  const rules = rest['synchronizationRules'] ?? (isPatch ? known.rules : [])
  const directories = rest['directories'] ?? (isPatch ? known.directories : [])
  return {
    ...rest,
    synchronizationRules: each(rules, (rule) => readRule(rule, byKey(known.rules, 'id', rule))),
    directories: each(directories, (one) => readDirectory(one, byKey(known.directories, 'name', one))),
  }
}

function readRule(rule: Loose, before: Loose | undefined): Loose {
  const mappings = listOf(before?.['objectMappings'])
  return {
    ...rule,
    priority: rule['priority'] ?? before?.['priority'] ?? 1,
    containerFilter: present(rule['containerFilter']),
    groupFilter: present(rule['groupFilter']),
    objectMappings: each(rule['objectMappings'] ?? [], (one) => readMapping(one, byKey(mappings, 'name', one))),
  }
}

const everything = 'Add, Update, Delete'

function readMapping(mapping: Loose, before: Loose | undefined): Loose {
  const { sourceObjectName, targetObjectName } = mapping
  const scope = present(mapping['scope'])
  return {
    ...mapping,
    name: mapping['name'] ?? `Synchronize ${String(sourceObjectName)} to ${String(targetObjectName)}`,
    enabled: mapping['enabled'] ?? before?.['enabled'] ?? true,
    flowTypes: flags(mapping['flowTypes']) ?? before?.['flowTypes'] ?? everything,
    scope: isObject(scope) ? readFilter(scope) : scope,
    attributeMappings: each(mapping['attributeMappings'] ?? [], readAttributeMapping),
  }
}

function readFilter(filter: Loose): Loose {
  return {
    ...filter,
    groups: filter['groups'] ?? [],
    categoryFilterGroups: filter['categoryFilterGroups'] ?? [],
    inputFilterGroups: filter['inputFilterGroups'] ?? [],
  }
}

function readAttributeMapping(mapping: Loose): Loose {
  return {
    ...mapping,
    matchingPriority: mapping['matchingPriority'] ?? 0,
    flowType: mapping['flowType'] ?? 'Always',
    source: present(mapping['source']),
  }
}

function readDirectory(directory: Loose, before: Loose | undefined): Loose {
  const { discoverabilities, ...rest } = directory
  const flag = flags(discoverabilities) ?? before?.['discoverabilities']
  return { ...rest, ...(flag !== undefined && { discoverabilities: flag }), objects: rest['objects'] ?? [] }
}

/** `Add,Update`, `['Add']`: flags by one space; undefined when nothing is said. */
function flags(value: unknown): string | undefined {
  const text = Array.isArray(value) ? value.join(',') : value
  if (typeof text !== 'string' || text.trim() === '') return undefined
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .join(', ')
}

/** Null for nothing, and for an object without members. */
function present(value: unknown): unknown {
  return value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0) ? null : value
}

/** What is no list, or no object in one, stays for the check of the shape to tell. */
function each(value: unknown, read: (one: Loose) => Loose): unknown {
  return Array.isArray(value) ? value.map((one: unknown) => (isObject(one) ? read(one) : one)) : value
}

function byKey(list: readonly Loose[], name: string, one: Loose): Loose | undefined {
  return list.find((other) => other[name] === one[name])
}

function listOf(value: unknown): readonly Loose[] {
  return Array.isArray(value) ? (value as readonly Loose[]) : []
}

function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
