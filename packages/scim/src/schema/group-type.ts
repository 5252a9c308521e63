import { groupSchema } from './group.ts'
import type { ResourceType } from './resource-type.ts'

/** Group (RFC 7643 §4.2). */
export const groupType: ResourceType = {
  name: 'Group',
  description: 'Group',
  endpoint: '/Groups',
  schema: groupSchema,
  extensions: [],
}
