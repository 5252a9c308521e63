import { urns } from '../message/urns.ts'
import { attribute } from './definition.ts'
import type { ScimSchema } from './definition.ts'

const fixed = { mutability: 'immutable', caseExact: true } as const

/**
 * The core Group (RFC 7643 §4.2).
 *
 * `displayName` is required, as the text of the RFC has it, against its listing. A member comes and goes as a whole:
 * what says who it is, is immutable.
 */
export const groupSchema: ScimSchema = {
  id: urns.group,
  name: 'Group',
  description: 'Group',
  attributes: [
    attribute('displayName', 'The name of the group.', { required: true }),
    attribute('members', 'The members of the group.', {
      type: 'complex',
      multiValued: true,
      subAttributes: [
        attribute('value', 'The identifier of the member.', { ...fixed, required: true }),
        attribute('$ref', 'The address of the member.', {
          ...fixed,
          type: 'reference',
          referenceTypes: ['User', 'Group'],
        }),
        attribute('type', 'Whether the member is a User or a Group.', {
          mutability: 'immutable',
          canonicalValues: ['User', 'Group'],
        }),
        attribute('display', 'The name of the member. Shown when asked for.', {
          mutability: 'readOnly',
          returned: 'request',
        }),
      ],
    }),
  ],
}
