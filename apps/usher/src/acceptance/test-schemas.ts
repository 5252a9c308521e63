import type { AttributeMapping, ObjectMapping, SynchronizationSchema } from '@usher/engine'
import { schema as generic } from '../gallery/generic/schema.ts'

/** What differs from the default mapping of people, or of groups. */
export type Changes = {
  readonly of?: 'User' | 'Group'
  /** The Target Object Actions. */
  readonly actions?: string
  /** Target attributes that are not mapped any more. */
  readonly drop?: readonly string[]
  /** Rows that are added, or take the place of those for the same attribute. */
  readonly rows?: readonly AttributeMapping[]
  /** One clause that everybody has to pass. */
  readonly filter?: readonly [attribute: string, operator: string, value: string]
}

/** The default mapping of a SCIM application, with changes. */
export function schemaWith(...changes: readonly Changes[]): SynchronizationSchema {
  const changed = (mapping: ObjectMapping): ObjectMapping =>
    changes.filter(({ of = 'User' }) => of === mapping.sourceObjectName).reduce(apply, mapping)
  return {
    ...generic,
    synchronizationRules: generic.synchronizationRules.map((rule) => ({
      ...rule,
      objectMappings: rule.objectMappings.map(changed),
    })),
  }
}

function apply(mapping: ObjectMapping, { actions, drop = [], rows = [], filter }: Changes): ObjectMapping {
  const gone = new Set([...drop, ...rows.map(({ targetAttributeName }) => targetAttributeName)])
  const kept = mapping.attributeMappings.filter(({ targetAttributeName }) => !gone.has(targetAttributeName))
  return {
    ...mapping,
    flowTypes: actions ?? mapping.flowTypes,
    attributeMappings: [...kept, ...rows],
    ...(filter && { scope: { groups: [{ name: filter.join(' '), clauses: [clause(filter)] }] } }),
  }
}

function clause([sourceOperandName, operatorName, value]: NonNullable<Changes['filter']>) {
  return { sourceOperandName, operatorName, targetOperand: { values: [value] } }
}
