import type { AttributeDefinition, AttributeMapping, ObjectMapping, SynchronizationSchema } from '@usher/engine'
import { createHash } from 'node:crypto'
import { groupAttributes, userAttributes } from './directory-attributes.ts'
import { row } from './template.ts'
import { targets } from './usual.ts'

/** Target Object Actions of an object mapping. */
export type Actions = 'Add, Update, Delete' | 'Add, Update' | 'Add, Delete' | 'Update'

/** Attributes and mappings of one type of object. */
export type Side = {
  readonly actions: Actions
  readonly attributes: readonly AttributeDefinition[]
  readonly mappings: readonly AttributeMapping[]
}

/** The default mapping of groups (mapping.md section 7.2). */
export const usualGroups: Side = {
  actions: 'Add, Update, Delete',
  attributes: targets(['displayName'], 'externalId', 'members'),
  mappings: [row('[displayName]', 'displayName', 1), row('[objectId]', 'externalId'), row('[members]', 'members')],
}

/** Groups of an application that knows their name and their members. */
export const namedGroups: Side = {
  actions: 'Add, Update, Delete',
  attributes: targets(['displayName'], 'members'),
  mappings: [row('[displayName]', 'displayName', 1), row('[members]', 'members')],
}

const source = 'Usher directory'

/** The synchronization schema of an application: one rule, people before groups. */
export function schemaOf(of: {
  readonly id: string
  readonly name: string
  readonly users: Side
  readonly groups?: Side
}): SynchronizationSchema {
  const { id, name, users, groups } = of
  return {
    directories: [
      {
        name: source,
        objects: [
          { name: 'User', attributes: userAttributes },
          ...(groups === undefined ? [] : [{ name: 'Group', attributes: groupAttributes }]),
        ],
      },
      {
        name,
        objects: [
          { name: 'User', attributes: users.attributes },
          ...(groups === undefined ? [] : [{ name: 'Group', attributes: groups.attributes }]),
        ],
      },
    ],
    synchronizationRules: [
      {
        id: ruleId(id),
        name: 'USER_OUTBOUND_USER',
        editable: true,
        priority: 1,
        sourceDirectoryName: source,
        targetDirectoryName: name,
        objectMappings: [
          objectMapping('User', users, `Synchronize Microsoft Entra users to ${name}`),
          ...(groups === undefined
            ? []
            : [objectMapping('Group', groups, `Synchronize Microsoft Entra groups to ${name}`)]),
        ],
      },
    ],
  }
}

/** A GUID, as the Graph's clients expect, the same for every job of an application. */
function ruleId(application: string): string {
  const digits = createHash('sha256').update(`${application}.users`).digest('hex').slice(0, 32)
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
}

function objectMapping(type: 'User' | 'Group', { actions, mappings }: Side, name: string): ObjectMapping {
  return {
    name,
    enabled: true,
    flowTypes: actions,
    sourceObjectName: type,
    targetObjectName: type,
    scope: null,
    attributeMappings: mappings,
  }
}
