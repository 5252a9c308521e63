import { withoutAttributes } from './definition.ts'
import type { ScimSchema } from './definition.ts'
import { enterpriseUserSchema } from './enterprise-user.ts'
import type { ResourceType } from './resource-type.ts'
import { userSchema } from './user.ts'

/** What a service provider's users have. Extensions come beside the enterprise extension, which all have. */
export type UserFeatures = {
  readonly groups?: boolean
  readonly password?: boolean
  readonly extensions?: readonly ScimSchema[]
}

/**
 * User with the enterprise extension (RFC 7643 §4.1, §4.3), and what else a service provider has.
 *
 * `active` is true when a create request leaves it out, and stays when a replace request does.
 */
export function userTypeWith({ groups = false, password = false, extensions = [] }: UserFeatures): ResourceType {
  const missing = [...(groups ? [] : ['groups']), ...(password ? [] : ['password'])]
  return {
    name: 'User',
    description: 'User Account',
    endpoint: '/Users',
    schema: withoutAttributes(userSchema, missing),
    extensions: [enterpriseUserSchema, ...extensions].map((schema) => ({ schema, required: false })),
    defaults: { active: true },
    userNames: ['userName'],
  }
}

/** User for a service that has neither groups nor passwords. */
export const userType: ResourceType = userTypeWith({})
