import { mappingOf, type AttributeDefinition, type AttributeMapping, type SynchronizationSchema } from '@usher/engine'
import type { AppRole, JobRowSettings } from '../store/tables.ts'

/** What an application of the gallery brings along; what is not known is left out. */
export type Template = {
  readonly id: string
  readonly displayName: string
  readonly publisher: string
  readonly description: string
  readonly appRoles: readonly AppRole[]
  /** A person with Default Access only is skipped. */
  readonly requiresRole: boolean
  readonly schema: SynchronizationSchema
  readonly settings: JobRowSettings
  /** What the application cannot do, or how much it takes. */
  readonly limits: {
    readonly delete: boolean
    readonly pageSize: number
    readonly requestsInFlight: { readonly start: number; readonly most: number }
  }
}

/** One mapping as the tables of the documentation print it. */
export function row(expression: string, target: string, matchingPriority = 0): AttributeMapping {
  return mappingOf({ expression, targetAttributeName: target, matchingPriority })
}

/** A target attribute as the mapping page lists it. */
export function attribute(
  name: string,
  type: AttributeDefinition['type'] = 'String',
  rest: Partial<AttributeDefinition> = {},
): AttributeDefinition {
  return { name, type, caseExact: true, ...rest }
}
