import { mappingOf, type AttributeDefinition, type AttributeMapping, type SynchronizationSchema } from '@usher/engine'
import type { AppRole, JobRowSettings } from '../store/tables.ts'

/** How requests are written: as RFC 7644 says, or as Microsoft Entra does without and with the flag aadOptscim062020. */
export type Dialect = 'rfc' | 'entra' | 'entra+062020'

/** So many requests within so many seconds, of these methods (all without); `burst` more may come at once. */
export type Rate = {
  readonly requests: number
  readonly seconds: number
  readonly burst?: number
  readonly methods?: readonly ('GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[]
  readonly resource?: 'Users' | 'Groups'
}

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
  readonly dialect: Dialect
  /** What the application cannot do, or how much it takes. */
  readonly limits: {
    readonly delete: boolean
    readonly softDelete: boolean
    readonly groups: boolean
    readonly pageSize: number
    readonly membersPerRequest: number
    /** Bytes of one request. */
    readonly payload?: number
    readonly requestsInFlight: { readonly start: number; readonly most: number }
    readonly rates?: readonly Rate[]
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
