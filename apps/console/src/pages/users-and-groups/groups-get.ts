import type { Schema } from '../mapping/schema.ts'

/**
 * What becomes of a group that is assigned: by the mapping of groups, whether it is made in the application; by `nestedGroups`,
 * whose accounts it gives (SC-6, SC-9).
 */
export function groupsGet(application: string, schema: Schema, nestedGroups: boolean): string {
  const mappings = schema.synchronizationRules.flatMap(({ objectMappings }) => objectMappings)
  const ofGroups = mappings.filter(({ sourceObjectName }) => sourceObjectName === 'Group')
  const members = nestedGroups
    ? 'its members get accounts, and the members of groups in it'
    : 'its direct members get accounts, and members of groups in it do not'
  if (ofGroups.length === 0)
    return `${application} takes no groups: a group that is assigned is not made there; ${members}.`
  if (ofGroups.some(({ enabled }) => enabled))
    return `A group that is assigned is made in ${application}, and ${members}.`
  return `The mapping of groups is disabled: a group that is assigned is not made in ${application}; ${members}.`
}
