/** Roles have forms of their own in a PATCH, which differ from those in a POST. */
import type { AttributeChange } from '@usher/engine'
import type { Attributes, Json } from '@usher/scim'
import type { WireOperation } from './dialect.ts'

/** The operations that write roles, and the changes that are about something else. */
export type RoleForm = { readonly operations: readonly WireOperation[]; readonly rest: readonly AttributeChange[] }

/** Without the flag: what adds is JSON within a text, one for each role; what replaces is objects. */
export function rolesAsText(changes: readonly AttributeChange[]): RoleForm {
  const { one, several, rest } = parted(changes)
  return {
    rest,
    operations: [
      ...(one === null ? [] : [{ op: 'Add', path: 'roles', value: [textOf(one)] }]),
      ...several.map(({ path, to, addsOnly }) => {
        const elements = to as readonly Attributes[]
        return addsOnly === true
          ? { op: 'Add', path, value: elements.map(textOf) }
          : { op: 'Replace', path, value: elements }
      }),
    ],
  }
}

/** With the flag: the same objects as in a POST. */
export function rolesAsObjects(changes: readonly AttributeChange[]): RoleForm {
  const { one, several, rest } = parted(changes)
  return {
    rest,
    operations: [
      ...(one === null ? [] : [{ op: 'add', path: 'roles', value: [{ primary: true, type: roleType, ...one }] }]),
      ...several.map(({ path, to, addsOnly }) => ({
        op: addsOnly === true ? 'add' : 'replace',
        path,
        value: to as readonly Json[],
      })),
    ],
  }
}

const roleType = 'WindowsAzureActiveDirectoryRole'
const primary = /^roles\[primary eq "?true"?\]\.(\w+)$/i

function parted(changes: readonly AttributeChange[]) {
  const several = changes.filter(({ kind, op, to }) => kind === 'roles' && op !== 'remove' && Array.isArray(to))
  const parts = changes.filter(({ path, op }) => op !== 'remove' && primary.test(path))
  const one = Object.fromEntries(
    parts.map(({ path, to }) => [(primary.exec(path)?.[1] ?? '').toLowerCase(), to]),
  ) as Attributes
  // A part without the value, the display alone for instance, has no form but its path.
  const gathered = typeof one['value'] === 'string' ? parts : []
  const taken = new Set([...several, ...gathered])
  return { one: gathered.length === 0 ? null : one, several, rest: changes.filter((change) => !taken.has(change)) }
}

/** `{"value": "{\"value\":\"25\",\"displayName\":\"Role1234\"}"}`; the id of the role is not known here. */
function textOf({ value = null, display }: Attributes): Json {
  return { value: JSON.stringify({ value, ...(display !== undefined && { displayName: display }) }) }
}
