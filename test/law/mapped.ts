/** Rules made of some mappings, and people with the attributes that they read. */
import type {
  AttributeDefinition,
  AttributeMapping,
  CompositeMatching,
  ObjectMapping,
} from '../../packages/engine/src/job/schema.ts'
import type { Rule } from '../../packages/engine/src/job/rule.ts'
import { compileMappings } from '../../packages/engine/src/map/compile.ts'
import { compileScope } from '../../packages/engine/src/scope/verdict.ts'
import type { Entry } from '../../packages/engine/src/types.ts'
import { active, Life, row } from './life.ts'
import { userRole } from './user-role.ts'
import { type Happening } from './world.ts'

const definitions: readonly AttributeDefinition[] = [
  { name: 'userName', type: 'String', caseExact: false },
  { name: 'active', type: 'Boolean' },
  { name: 'displayName', type: 'String' },
  { name: 'title', type: 'String' },
  { name: 'tags', type: 'String', multivalued: true },
  { name: 'roles', type: 'String', multivalued: true },
  { name: 'manager', type: 'Reference' },
  { name: 'members', type: 'Reference', multivalued: true },
]

export function ruleOf(
  rows: readonly AttributeMapping[],
  matching: readonly CompositeMatching[] = [],
): Pick<Rule, 'mapping' | 'definitions'> {
  const mapping = compileMappings(
    {
      name: 'people', enabled: true, flowTypes: 'Add, Update', sourceObjectName: 'User', targetObjectName: 'User',
      attributeMappings: rows,
      usher: { matching },
    }, // prettier-ignore
    { name: 'User', attributes: definitions },
  )
  if (mapping.kind === 'refused') throw new Error(mapping.problems.map(({ message }) => message).join())
  return { mapping, definitions: new Map(definitions.map((one) => [one.name, one])) }
}

/** Who is in scope, assigned by the law's role, when the object mapping says this of it. */
export function scopeOf(objectMapping: Pick<ObjectMapping, 'scope' | 'usher'>): Rule['scope'] {
  const compiled = compileScope({
    objectMapping,
    appRoles: [{ id: userRole, value: 'User', displayName: 'User' }],
    requiresRole: true,
    syncAll: false,
    sourceDisabledAttribute: 'accountEnabled',
  })
  if (compiled.kind === 'refused') throw new Error(compiled.problems.join())
  return compiled
}

export const userName = row('[userPrincipalName]', 'userName', 1)
export const create = (slot: number): Happening => ({ what: 'create', slot })
/** A change that brings the person into the feed. */
export const touch = (slot: number, to = 1): Happening => ({ what: 'name', slot, to })

/** One person, with this mapping to `title` or another attribute beside userName and active. */
export const noted = (mapping: AttributeMapping): Life =>
  new Life(ruleOf([userName, active, mapping])).happen(create(0))

/** Everybody has these attributes too. */
export const withMore =
  (more: Readonly<Record<string, unknown>>) =>
  (entry: Entry): Entry => ({ ...entry, object: entry.object && ({ ...entry.object, ...more } as Entry['object']) })
