import { mappingOf, type ObjectMapping } from '@usher/engine'
import { lawRules } from '../plain/rule.ts'

const row = (expression: string, targetAttributeName: string, matchingPriority = 0) =>
  mappingOf({ expression, targetAttributeName, matchingPriority })

const mapping: ObjectMapping = {
  name: 'groups', enabled: true, flowTypes: 'Add, Update, Delete', sourceObjectName: 'Group', targetObjectName: 'Group', scope: null,
  attributeMappings: [row('[displayName]', 'displayName', 1), row('[objectId]', 'externalId'), row('[members]', 'members')],
} // prettier-ignore

const members = { name: 'members', type: 'Reference', multivalued: true } as const

/** People and groups with their members. */
export const groupRules = lawRules([
  {
    mapping,
    source: {
      name: 'Group',
      attributes: [{ name: 'displayName', type: 'String' }, { name: 'objectId', type: 'String' }, members],
    },
    target: {
      name: 'Group',
      attributes: [
        { name: 'displayName', type: 'String', caseExact: false },
        { name: 'externalId', type: 'String' },
        members,
      ],
    },
  },
])
