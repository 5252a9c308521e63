/** Mappings and filters of a schema, for people. */
import type { AttributeMapping, FilterGroup, ObjectMapping, SynchronizationSchema } from '@usher/engine'
import { bold, dim, type Out } from '../print.ts'

export function describeMappings(
  { synchronizationRules }: SynchronizationSchema,
  table: Out['table'],
): readonly string[] {
  return synchronizationRules.flatMap(({ objectMappings }) => objectMappings.flatMap((one) => describe(one, table)))
}

function describe(mapping: ObjectMapping, table: Out['table']): readonly string[] {
  const { name, enabled, flowTypes, attributeMappings, scope, usher } = mapping
  return [
    bold(name) + dim(`  ${enabled ? flowTypes : 'switched off'}`),
    ...table(['target', 'source', 'matching', 'applies', 'without a value'], attributeMappings.map(rowOf)),
    ...(usher?.matching ?? []).map(
      ({ matchingPriority, all }) =>
        `matching ${matchingPriority}: ${all.map((term) => `${term.targetAttributeName} = ${term.expression}`).join(' and ')}`,
    ),
    ...groups('scoping filter', scope?.groups),
    ...groups('input filter', scope?.inputFilterGroups),
    ...groups('category filter', scope?.categoryFilterGroups),
    ...(usher?.scopingExpressions ?? []).map((one) => `scoping expression "${one.name}": ${one.expression}`),
  ]
}

const applies: Readonly<Record<string, string>> = { Always: '', ObjectAddOnly: 'only at creation' }

function rowOf(mapping: AttributeMapping): readonly string[] {
  const { targetAttributeName, source, matchingPriority, flowType, flowBehavior, defaultValue = null, usher } = mapping
  const expression = source === null || source === undefined ? '' : (source.expression ?? source.name ?? '')
  const policy = usher?.nullPolicy ?? 'keep'
  return [
    // The end of a long name tells more than its beginning.
    targetAttributeName.replace(/^urn:.*:extension:/i, '…'),
    expression.replaceAll(/\s+/g, ' '),
    matchingPriority > 0 ? String(matchingPriority) : '',
    [applies[flowType] ?? flowType, flowBehavior === 'FlowAlways' ? flowBehavior : ''].filter(Boolean).join(', '),
    [defaultValue === null ? '' : `default ${JSON.stringify(defaultValue)}`, policy === 'keep' ? '' : policy].filter(Boolean).join(', '), // prettier-ignore
  ]
}

function groups(what: string, list: readonly FilterGroup[] | null | undefined): readonly string[] {
  return (list ?? []).map(({ name, clauses }) => {
    const said = clauses.map(({ sourceOperandName, operatorName, targetOperand }) =>
      [sourceOperandName, operatorName, ...(targetOperand?.values ?? [])].join(' '),
    )
    return `${what} "${name ?? ''}": ${said.join(' and ')}`
  })
}
