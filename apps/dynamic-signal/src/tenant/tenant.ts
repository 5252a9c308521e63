import { type ResourceType, type Rules, groupType, rulesOf, userTypeWith } from '@usher/scim'
import { defaults, type Settings } from './settings.ts'

/** A customer of the service, with everything that follows from its settings. */
export type Tenant = {
  readonly id: string
  readonly name: string
  /** The tenant that came with the installation; its administrators manage the others. */
  readonly isFirst: boolean
  /** What its cursors are signed with. */
  readonly cursorKey: string
  readonly settings: Settings
  readonly rules: Rules
  readonly types: readonly ResourceType[]
}

/** Puts a tenant together. Settings that are not stored have their defaults. */
export function tenantFrom(stored: {
  readonly id: string
  readonly name: string
  readonly isFirst: boolean
  readonly cursorKey: string
  readonly settings: Partial<Settings>
}): Tenant {
  const settings = { ...defaults, ...stored.settings }
  const { mode, switches, groups, schemas } = settings
  const user = userTypeWith({ groups, extensions: schemas })
  return { ...stored, settings, rules: rulesOf(mode, switches), types: groups ? [user, groupType] : [user] }
}

/** The resource type of this name, when the tenant has it. */
export function typeNamed(tenant: Tenant, name: string): ResourceType | undefined {
  return tenant.types.find((type) => type.name === name)
}
