/** A rule with every kind of mapping, in two variants between which it is saved. */
import { compileRules, mappingOf, type AttributeDefinition, type ObjectMapping, type Rule } from '@usher/engine'
import { userRole } from '../user-role.ts'
import { variants } from './rows.ts'

const definition = (name: string, rest: Partial<AttributeDefinition> = {}): AttributeDefinition => ({
  name,
  type: 'String',
  ...rest,
})
const row = (expression: string, targetAttributeName: string, matchingPriority = 0) =>
  mappingOf({ expression, targetAttributeName, matchingPriority })

const list = { multivalued: true }
const reference = { type: 'Reference' } as const
const sourceAttributes = [
  ...['objectId', 'userPrincipalName', 'displayName', 'jobTitle', 'hired', 'leaves'].map((name) => definition(name)),
  definition('tags', list),
  definition('appRoleAssignments', list),
  definition('manager', reference),
]
const targetAttributes = [
  definition('userName', { caseExact: false }),
  definition('active', { type: 'Boolean' }),
  ...['displayName', 'title', 'number', 'key', 'pin', 'position', 'memo', 'first', 'handle', 'level', 'stage'].map(
    (name) => definition(name),
  ),
  ...['tags', 'labels', 'roles'].map((name) => definition(name, list)),
  definition('manager', reference),
]

/** Who is called so is not looked at. */
export const ignoredNames = ['name 3', 'name 2', 'name 3'] as const
/** Days before the first day that an account is made. */
export const daysBefore = [7, 3, 7] as const

export const richRules: readonly Rule[] = variants.map((_, variant) => richRule(variant))

function richRule(variant: number): Rule {
  const directory = (name: string, attributes: readonly AttributeDefinition[]) => ({
    name,
    objects: [{ name: 'User', attributes }],
  })
  const rule = {
    id: 'law', name: 'law', priority: 1, sourceDirectoryName: 'source', targetDirectoryName: 'target',
    objectMappings: [people(variant)],
  } // prettier-ignore
  const directories = [directory('source', sourceAttributes), directory('target', targetAttributes)]
  return compileRules(
    { directories, synchronizationRules: [rule] },
    {
      version: String(variant),
      appRoles: [{ id: userRole, value: 'User', displayName: 'User' }],
      requiresRole: true,
      syncAll: false,
      onVanished: 'recreate',
      skipOutOfScopeDeletions: false,
      adopt: 'always',
      keepReleased: false,
      deleteAfterDays: null,
      guard: null,
      guardWindow: 40,
    },
  )[0]
}

function people(variant: number): ObjectMapping {
  return {
    name: 'people', enabled: true, flowTypes: 'Add, Update', sourceObjectName: 'User', targetObjectName: 'User',
    attributeMappings: [
      row('[userPrincipalName]', 'userName', 2),
      row('Switch([IsSoftDeleted], , "False", "True", "True", "False")', 'active'),
      row('[manager]', 'manager'),
      row(`IIF([displayName] = "${ignoredNames[variant]}", IgnoreObjectFlow, "True")`, 'objectFilter'),
      ...(variants[variant] ?? []).map(({ mapping }) => mapping),
    ],
    usher: {
      scopingExpressions: [
        { name: 'Employed', expression: `AllOf(DayBegun([hired], -${daysBefore[variant]}), Not(DayEnded([leaves])))` },
      ],
      matching: [
        {
          matchingPriority: 1,
          all: [
            { targetAttributeName: 'displayName', expression: '[displayName]' },
            { targetAttributeName: 'title', expression: '[jobTitle]' },
          ],
        },
      ],
    },
  } // prettier-ignore
}
