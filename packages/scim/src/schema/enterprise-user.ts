import { urns } from '../message/urns.ts'
import { attribute } from './definition.ts'
import type { ScimSchema } from './definition.ts'

/** The enterprise extension of User (RFC 7643 §4.3). What follows from `manager.value` is the server's to say. */
export const enterpriseUserSchema: ScimSchema = {
  id: urns.enterpriseUser,
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    attribute('employeeNumber', 'The number by which the organisation knows the person.'),
    attribute('costCenter', 'The cost center.'),
    attribute('organization', 'The organisation.'),
    attribute('division', 'The division.'),
    attribute('department', 'The department.'),
    attribute('manager', "The person's manager.", {
      type: 'complex',
      subAttributes: [
        attribute('value', "The identifier of the manager's account.", { caseExact: true }),
        attribute('$ref', "The address of the manager's account.", {
          type: 'reference',
          referenceTypes: ['User'],
          mutability: 'readOnly',
          caseExact: true,
        }),
        attribute('displayName', "The manager's name.", { mutability: 'readOnly' }),
      ],
    }),
  ],
}
