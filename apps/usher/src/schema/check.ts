import { checkSchema, type SchemaFinding, type SynchronizationSchema } from '@usher/engine'
import { shapeOf } from './shape.ts'

/** What is wrong or doubtful in a document that should be a synchronization schema. */
export type SchemaReport = {
  /** Null when its shape is wrong already. */
  readonly schema: SynchronizationSchema | null
  readonly findings: readonly SchemaFinding[]
  readonly errors: number
  readonly warnings: number
}

/** Checks the shape of a schema, and when that is right everything it says. */
export function reportOn(value: unknown, settings: { readonly syncAll: boolean }): SchemaReport {
  const shape = shapeOf(value)
  if ('faults' in shape) {
    const findings = shape.faults.map(({ at, message }) => ({
      severity: 'error' as const,
      at,
      message: `${at} ${message}.`,
    }))
    return { schema: null, findings, errors: findings.length, warnings: 0 }
  }
  const findings = checkSchema(shape.schema, settings)
  const errors = findings.filter(({ severity }) => severity === 'error').length
  return { schema: shape.schema, findings, errors, warnings: findings.length - errors }
}
