/** App roles as the Graph writes them (graph-api.md 4.3), and what a change of them may be. */
import { z } from 'zod'
import type { AppRole } from '../store/tables.ts'
import { GraphFault } from './wire/fault.ts'

const member = z.enum(['User', 'Application'])
export const appRolesShape = z
  .array(
    z.object({
      id: z.guid().transform((id) => id.toLowerCase()),
      value: z.string().max(250).nullish(),
      displayName: z.string().max(256).nullish(),
      description: z.string().max(1024).nullish(),
      isEnabled: z.boolean().default(true),
      allowedMemberTypes: z.array(member).min(1).default(['User']),
      origin: z.string().nullish(),
    }),
  )
  .max(1200)
type Given = z.infer<typeof appRolesShape>

type GraphRole = {
  readonly id: string
  readonly value: string | null
  readonly displayName: string
  readonly description: string
  readonly isEnabled: boolean
  readonly allowedMemberTypes: readonly ('User' | 'Application')[]
  readonly origin: string
}

export function shownRole({ id, value, displayName, description, isEnabled, allowedMemberTypes }: AppRole): GraphRole {
  return {
    allowedMemberTypes: allowedMemberTypes ?? ['User'],
    description,
    displayName,
    id,
    isEnabled: isEnabled ?? true,
    origin: 'Application',
    value: value === '' ? null : value,
  }
}

/** Throws `GraphFault` when ids or values are there twice, or a role that is enabled would change its id or go. */
export function rolesOf(given: Given, before: readonly AppRole[]): readonly AppRole[] {
  const roles = given.map(({ id, value, displayName, description, isEnabled, allowedMemberTypes }): AppRole => ({
    id,
    value: value ?? '',
    displayName: displayName ?? '',
    description: description ?? '',
    isEnabled,
    allowedMemberTypes,
  }))
  const values = roles.map(({ value }) => value).filter((value) => value !== '')
  if (new Set(roles.map(({ id }) => id)).size < roles.length || new Set(values).size < values.length)
    throw new GraphFault('badRequest', 'Every app role needs an id and a value of its own.')
  const spaced = values.find((value) => /\s/.test(value))
  if (spaced !== undefined)
    throw new GraphFault('badRequest', `The value of an app role has no spaces; "${spaced}" has.`)
  const kept = new Set(roles.map(({ id }) => id))
  const gone = before.find(({ id, isEnabled }) => !kept.has(id) && isEnabled !== false)
  if (gone !== undefined)
    throw new GraphFault(
      'enabledEntitlement',
      `Permission (scope or role) cannot be deleted or updated unless disabled first: set isEnabled of "${gone.displayName}" to false.`,
    )
  return roles
}

/** The role that gallery applications bring along for everybody who is assigned (graph-api.md 3.2). */
export const msiamAccess: AppRole = {
  id: 'b9632174-c057-4f7e-951b-be3adc52bfe6',
  value: '',
  displayName: 'msiam_access',
  description: 'msiam_access',
}
