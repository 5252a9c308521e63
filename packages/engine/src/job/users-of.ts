import type { ObjectMapping, SynchronizationRule, SynchronizationSchema } from './schema.ts'

/** The mapping of users in the rule that comes first. Groups are not provisioned yet. */
export function usersOf(
  schema: SynchronizationSchema,
): { readonly rule: SynchronizationRule; readonly objectMapping: ObjectMapping } | undefined {
  return schema.synchronizationRules
    .toSorted((a, b) => a.priority - b.priority)
    .flatMap((rule) => rule.objectMappings.map((objectMapping) => ({ rule, objectMapping })))
    .find(({ objectMapping }) => objectMapping.enabled && objectMapping.sourceObjectName === 'User')
}
