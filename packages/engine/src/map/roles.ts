import { roleType } from '../expression/functions/roles.ts'
import type { CompiledAttribute } from './compiled.ts'

const primaryRole = /^roles\[primary eq "true"\]\.value$/i

/**
 * Adds the type of a single primary role, which goes out with its creation although no row maps it.
 *
 * A row for it stays as it is.
 */
export function roleTypes(attributes: readonly CompiledAttribute[]): readonly CompiledAttribute[] {
  return attributes.flatMap((one) => {
    const isSingle = primaryRole.test(one.path) && one.reads.has('appRoleAssignments')
    const path = one.path.replace(/\.value$/i, '.type')
    if (!isSingle || attributes.some((other) => other.path.toLowerCase() === path.toLowerCase())) return [one]
    const mapping = { ...one.mapping, targetAttributeName: path, matchingPriority: 0, defaultValue: null }
    const evaluate: CompiledAttribute['evaluate'] = (source, context) => {
      const role = one.evaluate(source, context)
      return role.kind === 'value' && role.value !== null && role.value !== '' ? { ...role, value: roleType } : role
    }
    const { definition: _, ...rest } = one
    return [one, { ...rest, definition: undefined, mapping, path, once: true, manner: { once: true }, evaluate }]
  })
}
