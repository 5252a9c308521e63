import { mappingOf, type AttributeDefinition, type AttributeMapping, type SynchronizationSchema } from '@usher/engine'
import type { JobRowSettings } from '../store/job-row-settings.ts'
import type { AppRole } from '../store/tables.ts'
import type { Fact } from './facts.ts'
import type { Icon } from './icon.ts'

/** How requests are written: as RFC 7644 says, or as Microsoft Entra does without and with the flag aadOptscim062020. */
export type Dialect = 'rfc' | 'entra' | 'entra+062020'

/** How Usher proves who it is: a token that is sent as it is, OAuth 2.0 client credentials, a client certificate. */
export type Authentication = 'bearerToken' | 'clientCredentials' | 'mutualTls'

/** So many requests within so many seconds, of these methods (all without); `burst` more may come at once. */
export type Rate = {
  readonly requests: number
  readonly seconds: number
  readonly burst?: number
  readonly methods?: readonly ('GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[]
  readonly resource?: 'Users' | 'Groups'
}

/** What the application cannot do, or how much it takes. */
export type Limits = {
  /** Users can be deleted; where DELETE only disables them, this is false. */
  readonly delete: boolean
  /** The same of groups, where it is not the same. */
  readonly deleteGroups?: boolean
  readonly softDelete: boolean
  readonly groups: boolean
  readonly pageSize: number
  /** Pages are asked for by cursor only (RFC 9865); `startIndex` is not taken. */
  readonly paging?: 'cursor'
  /** Attributes that a filter may name, by resource type; a type is left out where it is not known. */
  readonly filters?: Readonly<Partial<Record<'User' | 'Group', readonly string[]>>>
  readonly membersPerRequest: number
  /** Bytes of one request. */
  readonly payload?: number
  readonly requestsInFlight: { readonly start: number; readonly most: number }
  readonly rates?: readonly Rate[]
}

/** What an application of the gallery brings along; what is not known is left out. */
export type Template = {
  readonly id: string
  /** By which the Graph knows it; never changes. */
  readonly graphId: string
  /** What the Graph calls the template of its jobs: Entra's name where that is known. */
  readonly jobTemplate: string
  /** The directory is what is provisioned, from what clients send; absent: the application, from the directory. */
  readonly direction?: 'inbound'
  readonly displayName: string
  readonly publisher: string
  readonly description: string
  readonly icon: Icon
  /** The page that an administrator reads first. */
  readonly documentation: string
  /** The forms that the Tenant URL has; what stands in braces is to be filled in. */
  readonly tenantUrl: readonly string[]
  /** The usual way first. */
  readonly authentication: readonly Authentication[]
  /** Where an administrator finds Tenant URL and Secret Token. */
  readonly token: string
  readonly appRoles: readonly AppRole[]
  /** A person with Default Access only is skipped. */
  readonly requiresRole: boolean
  readonly schema: SynchronizationSchema
  readonly settings: JobRowSettings
  readonly dialect: Dialect
  readonly limits: Limits
  readonly sources: readonly Fact[]
}

/** One mapping as the tables of the documentation print it. */
export function row(expression: string, target: string, matchingPriority = 0): AttributeMapping {
  return mappingOf({ expression, targetAttributeName: target, matchingPriority })
}

/** A mapping that is applied only when the object is created. */
export function onceRow(expression: string, target: string, matchingPriority = 0): AttributeMapping {
  return { ...row(expression, target, matchingPriority), flowType: 'ObjectAddOnly' }
}

/** A target attribute as the mapping page lists it. */
export function attribute(
  name: string,
  type: AttributeDefinition['type'] = 'String',
  rest: Partial<AttributeDefinition> = {},
): AttributeDefinition {
  return { name, type, caseExact: true, ...rest }
}
