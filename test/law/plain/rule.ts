import { compileRule, mappingOf, type AttributeDefinition, type Rule, type SynchronizationSchema } from '@usher/engine'
import { userRole } from '../world.ts'

export function lawRule(guard: Rule['guard'] = null): Rule {
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
        objects: [{ name: 'User', attributes: [text('userPrincipalName'), text('displayName'), text('manager', { type: 'Reference' })] }],
      },
      {
        name: 'target',
        objects: [
          {
            name: 'User',
            attributes: [text('userName', { caseExact: false }), text('active', { type: 'Boolean' }), text('displayName'), text('manager', { type: 'Reference' })],
          },
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
        ],
      },
    ],
  } // prettier-ignore
  return compileRule(schema, {
    version: '1',
    appRoles: [{ id: userRole, value: 'User', displayName: 'User' }],
    requiresRole: true,
    syncAll: false,
    onVanished: 'recreate',
    skipOutOfScopeDeletions: false,
    guard,
    guardWindow: 40,
  })
}
