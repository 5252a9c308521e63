import { checkSchema } from './check-schema.ts'
import { compileMappings } from '../map/compile.ts'
import { compileScope, type AppRole } from '../scope/verdict.ts'
import type { GuardLimits } from '../plan/guard.ts'
import type { ChangeLimits } from '../plan/mass-changes.ts'
import { usualLadder, type Ladder } from './ladder.ts'
import type { Rule } from './rule.ts'
import type { ObjectDefinition, SynchronizationSchema } from './schema.ts'
import { runningMappings, type RunningMapping } from './running-mappings.ts'

/** What a job's settings say, beside its schema. */
export type JobSettings = {
  readonly version: string
  readonly appRoles: readonly AppRole[]
  readonly requiresRole: boolean
  readonly syncAll: boolean
  readonly onVanished: 'recreate' | 'report'
  readonly skipOutOfScopeDeletions: boolean
  readonly adopt: 'always' | 'review'
  readonly keepReleased: boolean
  readonly deleteAfterDays: number | null
  readonly guard: GuardLimits | null
  /** Minutes. */
  readonly guardWindow: number
  /** Absent: not guarded. */
  readonly changes?: ChangeLimits | null
  /** When what failed is tried again; absent: as ER-6 says. */
  readonly ladder?: Ladder
}

/** A schema or a setting that cannot be used; the message has one sentence for each fault. */
export class SchemaRefused extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join(' '))
    this.name = 'SchemaRefused'
  }
}

/** Compiles the mappings of a job once, people first; throws `SchemaRefused` with every error of the schema. */
export function compileRules(schema: SynchronizationSchema, settings: JobSettings): readonly [Rule, ...Rule[]] {
  const errors = checkSchema(schema, settings).filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new SchemaRefused(errors.map(({ message }) => message))
  const [first, ...others] = runningMappings(schema).map((running) => compileRule(schema, running, settings))
  if (first?.type !== 'User') throw new SchemaRefused(['The schema has no mapping of users that is enabled.'])
  return [first, ...others]
}

function compileRule(
  schema: SynchronizationSchema,
  { rule, objectMapping }: RunningMapping,
  settings: JobSettings,
): Rule {
  const target = objectOf(schema, rule.targetDirectoryName, objectMapping.targetObjectName)
  const mapping = compileMappings(objectMapping, target)
  if (mapping.kind === 'refused') throw new SchemaRefused(mapping.problems.map((problem) => problem.message))
  const scope = compileScope({ ...settings, objectMapping, sourceDisabledAttribute: 'accountEnabled' })
  if (scope.kind === 'refused') throw new SchemaRefused(scope.problems)
  const actions = objectMapping.flowTypes.split(',').map((action) => action.trim())
  const { version, adopt, onVanished, skipOutOfScopeDeletions, keepReleased, deleteAfterDays, guard, guardWindow } =
    settings
  const { changes = null, ladder: retries = usualLadder } = settings
  return {
    version,
    type: objectMapping.sourceObjectName,
    // Entra calls the object of some applications by its SCIM schema, urn:…:enterprise:2.0:User.
    targetType: objectMapping.targetObjectName.replace(/^urn:.*:/i, ''),
    scope,
    mapping,
    reads: new Set([...mapping.reads, ...scope.reads]),
    definitions: new Map((target?.attributes ?? []).map((definition) => [definition.name, definition])),
    actions: {
      create: actions.includes('Add'),
      update: actions.includes('Update'),
      delete: actions.includes('Delete'),
    },
    membership: mapping.members !== null,
    softDelete: objectMapping.sourceObjectName !== 'Group',
    adopt,
    onVanished,
    skipOutOfScopeDeletions,
    keepReleased,
    deleteAfterDays,
    guard,
    guardWindow,
    changes,
    naming: new Set([...mapping.termPaths, 'userName', 'displayName']),
    retries,
  }
}

function objectOf(schema: SynchronizationSchema, directory: string, object: string): ObjectDefinition | undefined {
  return schema.directories.find((one) => one.name === directory)?.objects.find((one) => one.name === object)
}
