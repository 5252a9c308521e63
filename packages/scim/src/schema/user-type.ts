import { withoutAttributes } from './definition.ts'
import { enterpriseUserSchema } from './enterprise-user.ts'
import type { ResourceType } from './resource-type.ts'
import { userSchema } from './user.ts'

/**
 * User with the enterprise extension, for a service that has neither groups nor passwords.
 *
 * `active` is true when a create request leaves it out, and stays when a replace request does.
 */
export const userType: ResourceType = {
  name: 'User',
  description: 'User Account',
  endpoint: '/Users',
  schema: withoutAttributes(userSchema, ['password', 'groups']),
  extensions: [{ schema: enterpriseUserSchema, required: false }],
  defaults: { active: true },
}
