import type { KnownAttributes } from '../expression/gives.ts'
import { mappingRules } from '../map/mapping-rules.ts'
import { parsedSource } from '../map/mapping-subject.ts'
import { checkAdditions } from './additions-rules.ts'
import { attributeListRules, targetListRules, types } from './attribute-list-rules.ts'
import { applyRules, pointer, type SchemaFinding } from './finding.ts'
import { objectMappingRules } from './object-mapping-rules.ts'
import { provisioned, runningMappings } from './running-mappings.ts'
import { clauseRules, groupRules } from '../scope/filter-rules.ts'
import type {
  AttributeDefinition,
  Filter,
  ObjectDefinition,
  ObjectMapping,
  SynchronizationRule,
  SynchronizationSchema,
} from './schema.ts'

/** What a job's settings say that decides about its schema. */
export type SchemaSettings = { readonly syncAll: boolean }

/**
 * Everything that is wrong or doubtful in a schema, in the order of the document.
 *
 * A schema with an error must not be saved (mapping.md section 5); nothing of it is used then.
 */
export function checkSchema(schema: SynchronizationSchema, settings: SchemaSettings): readonly SchemaFinding[] {
  const targets = new Set(schema.synchronizationRules.map(({ targetDirectoryName }) => targetDirectoryName))
  const lists = schema.directories.flatMap((directory, d) =>
    directory.objects.flatMap((object, o) =>
      applyRules(targets.has(directory.name) ? targetListRules : attributeListRules, object, {
        at: pointer('directories', d, 'objects', o),
        name: `${directory.name}, attributes of ${object.name}`,
      }),
    ),
  )
  if (schema.synchronizationRules.length === 0) {
    return [
      ...lists,
      { severity: 'error', at: '/synchronizationRules', message: 'The schema has no synchronization rule.' },
    ]
  }
  return [
    ...lists,
    ...sameIds(schema),
    ...schema.synchronizationRules.flatMap((rule, r) => checkRule(schema, settings, rule, r)),
    ...whatDoesNotRun(schema),
  ]
}

/** A rule is asked for by its id (graph-api.md 8.5). */
function sameIds({ synchronizationRules }: SynchronizationSchema): readonly SchemaFinding[] {
  return synchronizationRules.flatMap(({ id, name }, r) =>
    synchronizationRules.findIndex((other) => other.id === id) === r
      ? []
      : [
          {
            severity: 'error',
            at: pointer('synchronizationRules', r, 'id'),
            message: `${name}: the id ${id} is that of another rule already.`,
          },
        ],
  )
}

/** One mapping of each object type runs; what else a schema holds, exported from elsewhere, is kept and does nothing. */
function whatDoesNotRun(schema: SynchronizationSchema): readonly SchemaFinding[] {
  const all = schema.synchronizationRules.flatMap(({ objectMappings }, r) =>
    objectMappings.map((mapping, m) => ({ mapping, at: pointer('synchronizationRules', r, 'objectMappings', m) })),
  )
  if (all.length > 0 && !all.some(({ mapping }) => mapping.sourceObjectName === 'User')) {
    return [{ severity: 'error', at: '/synchronizationRules', message: 'The schema has no mapping of users.' }]
  }
  const running = runningMappings(schema).map(({ objectMapping }) => objectMapping)
  return all
    .filter(({ mapping }) => mapping.enabled && !running.includes(mapping))
    .map(({ mapping: { name, sourceObjectName: type }, at }) => {
      const runs = running.find(({ sourceObjectName }) => sourceObjectName === type)
      const known = provisioned.map((one) => plurals[one]).join(' and ')
      const message =
        runs === undefined
          ? `${name}: only ${known} are provisioned; this mapping is kept and does nothing.`
          : `${name}: one mapping of ${plurals[type as 'User']} runs, "${runs.name}"; this one is kept and does nothing.`
      return { severity: 'warning', at, message }
    })
}

const plurals: Readonly<Record<(typeof provisioned)[number], string>> = { User: 'users', Group: 'groups' }

function checkRule(
  schema: SynchronizationSchema,
  settings: SchemaSettings,
  rule: SynchronizationRule,
  r: number,
): readonly SchemaFinding[] {
  const objectOf = (directory: string, name: string): ObjectDefinition | undefined =>
    schema.directories.find((one) => one.name === directory)?.objects.find((one) => one.name === name)
  if (rule.objectMappings.length === 0) {
    const at = pointer('synchronizationRules', r, 'objectMappings')
    return [{ severity: 'error', at, message: `${rule.name}: there is no object mapping.` }]
  }
  return rule.objectMappings.flatMap((mapping, m) =>
    checkObjectMapping({
      mapping,
      at: ['synchronizationRules', r, 'objectMappings', m],
      source: objectOf(rule.sourceDirectoryName, mapping.sourceObjectName),
      target: objectOf(rule.targetDirectoryName, mapping.targetObjectName),
      directories: { source: rule.sourceDirectoryName, target: rule.targetDirectoryName },
      settings,
    }),
  )
}

/** One object mapping with all that is known around it. */
type CheckedMapping = {
  readonly mapping: ObjectMapping
  readonly at: readonly (string | number)[]
  readonly source: ObjectDefinition | undefined
  readonly target: ObjectDefinition | undefined
  readonly directories: { readonly source: string; readonly target: string }
  readonly settings: SchemaSettings
}

function checkObjectMapping(checked: CheckedMapping): readonly SchemaFinding[] {
  const { mapping, at, settings } = checked
  const source = checked.source && new Map([...byName(checked.source), ...computed])
  const target = checked.target === undefined ? new Map<string, never>() : byName(checked.target)
  return [
    ...applyRules(objectMappingRules, checked, { at: pointer(...at), name: mapping.name }),
    ...mapping.attributeMappings.flatMap((attribute, a) => {
      const path = attribute.targetAttributeName
      const subject = {
        mapping: attribute,
        parsed: parsedSource(attribute),
        text: attribute.source?.expression ?? '',
        definition: target.get(path),
        source,
        target,
        syncAll: settings.syncAll,
      }
      const where = { at: pointer(...at, 'attributeMappings', a), name: `${mapping.name}, mapping to ${path}` }
      return applyRules(mappingRules, subject, where)
    }),
    ...checkFilter(mapping.scope ?? { groups: [] }, source, { at: [...at, 'scope'], name: `${mapping.name}, ` }),
    ...checkAdditions({ mapping, at, source, target }),
  ]
}

/** Whether a person left scope is computed, and there whether the list has it or not (mapping.md section 5.7). */
const computed: KnownAttributes = new Map([['IsSoftDeleted', { name: 'IsSoftDeleted', type: 'Boolean' }]])

/** What expressions of an object mapping can read, by name: the list of the source, and what is computed. */
export function sourceAttributes(schema: SynchronizationSchema, sourceObjectName: string): KnownAttributes {
  const rule = schema.synchronizationRules.find(({ objectMappings }) =>
    objectMappings.some((one) => one.sourceObjectName === sourceObjectName),
  )
  const directory = schema.directories.find(({ name }) => name === rule?.sourceDirectoryName)
  const object = directory?.objects.find(({ name }) => name === sourceObjectName)
  return new Map([...(object === undefined ? [] : byName(object)), ...computed])
}

// A type that there is not was said of the list already; what is mapped to it is checked as a text.
function byName({ attributes }: ObjectDefinition): KnownAttributes {
  return new Map(
    attributes.map((definition) => [
      definition.name,
      types.includes(definition.type) ? definition : { ...definition, type: 'String' },
    ]),
  )
}

const groupLists = ['groups', 'inputFilterGroups', 'categoryFilterGroups'] as const

/** What would keep a filter from being saved, or is doubtful in it, for a source with these attributes. */
export function checkScopingFilter(
  filter: Filter,
  attributes: readonly AttributeDefinition[],
): readonly SchemaFinding[] {
  const source = new Map(attributes.map((definition) => [definition.name, definition]))
  return checkFilter(filter, source, { at: [], name: '' })
}

function checkFilter(
  filter: Filter,
  source: KnownAttributes | undefined,
  { at, name }: { readonly at: readonly (string | number)[]; readonly name: string },
): readonly SchemaFinding[] {
  return groupLists.flatMap((list) =>
    (filter[list] ?? []).flatMap((group, g) => {
      const where = [...at, list, g]
      const title = `${name}scoping filter "${group.name ?? ''}"`
      return [
        ...applyRules(groupRules, group, { at: pointer(...where), name: title }),
        ...group.clauses.flatMap((clause, c) =>
          applyRules(
            clauseRules,
            { clause, source },
            { at: pointer(...where, 'clauses', c), name: `${title}, ${clause.sourceOperandName}` },
          ),
        ),
      ]
    }),
  )
}
