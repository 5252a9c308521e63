import {
  compileRules, mappingOf, type AttributeDefinition, type ObjectDefinition, type ObjectMapping, type Rule, type Rules,
  type SynchronizationSchema,
} from '@usher/engine' // prettier-ignore
import { userRole } from '../user-role.ts'

/** People, with a manager. */
export function lawRule(guard: Rule['guard'] = null): Rule {
  return lawRules([], guard)[0]
}

/** People, and what else is mapped. */
export function lawRules(
  others: readonly {
    readonly mapping: ObjectMapping
    readonly source: ObjectDefinition
    readonly target: ObjectDefinition
  }[],
  guard: Rule['guard'] = null,
): Rules {
  const text = (name: string, rest: Partial<AttributeDefinition> = {}): AttributeDefinition => ({
    name,
    type: 'String',
    ...rest,
  })
  const row = (expression: string, targetAttributeName: string, matchingPriority = 0) =>
    mappingOf({ expression, targetAttributeName, matchingPriority })
  const schema: SynchronizationSchema = {
    directories: [
      {
        name: 'source',
        objects: [{ name: 'User', attributes: [text('userPrincipalName'), text('displayName'), text('manager', { type: 'Reference' })] }, ...others.map(({ source }) => source)],
      },
      {
        name: 'target',
        objects: [
          {
            name: 'User',
            attributes: [text('userName', { caseExact: false }), text('active', { type: 'Boolean' }), text('displayName'), text('manager', { type: 'Reference' })],
          },
          ...others.map(({ target }) => target),
        ],
      },
    ],
    synchronizationRules: [
      {
        id: 'law', name: 'law', priority: 1, sourceDirectoryName: 'source', targetDirectoryName: 'target',
        objectMappings: [
          {
            name: 'people', enabled: true, flowTypes: 'Add, Update', sourceObjectName: 'User', targetObjectName: 'User', scope: null,
            attributeMappings: [
              row('[userPrincipalName]', 'userName', 1),
              row('Switch([IsSoftDeleted], , "False", "True", "True", "False")', 'active'),
              row('[displayName]', 'displayName'),
              row('[manager]', 'manager'),
            ],
          },
          ...others.map(({ mapping }) => mapping),
        ],
      },
    ],
  } // prettier-ignore
  return compileRules(schema, {
    version: '1',
    appRoles: [{ id: userRole, value: 'User', displayName: 'User' }],
    requiresRole: true,
    syncAll: false,
    onVanished: 'recreate',
    skipOutOfScopeDeletions: false,
    adopt: 'always',
    keepReleased: false,
    deleteAfterDays: null,
    guard,
    guardWindow: 40,
  })
}
