import type { ObjectMapping, SynchronizationRule, SynchronizationSchema } from './schema.ts'

export type RunningMapping = { readonly rule: SynchronizationRule; readonly objectMapping: ObjectMapping }

/** What is provisioned, in the order of a cycle: groups refer to people. */
export const provisioned = ['User', 'Group'] as const

/** Of each object type the enabled mapping whose rule comes first; people before groups. */
export function runningMappings(schema: SynchronizationSchema): readonly RunningMapping[] {
  const all = schema.synchronizationRules
    .toSorted((a, b) => a.priority - b.priority)
    .flatMap((rule) => rule.objectMappings.map((objectMapping) => ({ rule, objectMapping })))
  return provisioned.flatMap((type) => {
    const first = all.find(({ objectMapping }) => objectMapping.enabled && objectMapping.sourceObjectName === type)
    return first === undefined ? [] : [first]
  })
}
