/**
 * Requests as Microsoft Entra's provisioning service writes them, without and with the flag aadOptscim062020.
 *
 * Two bugs are not copied: quotes in a value are escaped, and a clear is sent when the mapping asks for it (P-6).
 */
import { urns, type Attributes } from '@usher/scim'
import type { MemberChange, ScimDialect, WireOperation } from './dialect.ts'
import { flatPatches, patchesByAttribute } from './entra-patches.ts'
import { join } from './rfc.ts'

/** A schema of Microsoft's own, sent with every group; not one of the application. */
const microsoftGroup = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'

/** Custom extensions are never announced (J-4). */
const schemas: Readonly<Record<string, readonly string[]>> = {
  User: [urns.user, urns.enterpriseUser],
  Group: [urns.group, microsoftGroup],
}

const common = {
  encode: (parameters) => join(parameters, formEncode),
  create(type, attributes) {
    const { rest, manager } = withoutManager(attributes)
    const body = { schemas: schemas[type] ?? [type], ...rest, meta: { resourceType: type } }
    return manager === undefined ? { body } : { body, manager }
  },
  listsAttributes: false,
  discovers: false,
  matchesByListing: false,
  checksMembers: true,
  probes: true,
  // E-5; ER-18 says 25, the figure that applications must bear.
  pace: { rates: [{ requests: 20, seconds: 1, burst: 0 }], requestsInFlight: { start: 8, most: 8 } },
} as const satisfies Partial<ScimDialect>

export const entra: ScimDialect = {
  ...common,
  patches: patchesByAttribute,
  members: ({ add, remove }) => [
    ...addMembers('Add', add),
    ...(remove.length === 0 ? [] : [{ op: 'Remove', path: 'members', value: remove.map(memberOf) }]),
  ],
}

export const entra062020: ScimDialect = {
  ...common,
  patches: flatPatches,
  members: ({ add, remove }) => [
    ...addMembers('add', add),
    ...remove.map((id) => ({ op: 'remove', path: `members[value eq ${JSON.stringify(id)}]` })),
  ],
}

function addMembers(op: string, add: MemberChange['add']): readonly WireOperation[] {
  return add.length === 0 ? [] : [{ op, path: 'members', value: add.map(memberOf) }]
}

function memberOf(value: string) {
  return { $ref: null, value }
}

/** A space is "+", and hexadecimal digits are small. */
function formEncode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("'", '%27')
    .replaceAll('~', '%7e')
    .replaceAll('%20', '+')
    .replaceAll(/%[0-9A-F]{2}/g, (found) => found.toLowerCase())
}

/** References come after the object. */
function withoutManager(attributes: Attributes): { readonly rest: Attributes; readonly manager?: string } {
  const extension = attributes[urns.enterpriseUser] as Attributes | undefined
  const manager = (extension?.['manager'] as Attributes | undefined)?.['value']
  if (extension === undefined || typeof manager !== 'string') return { rest: attributes }
  const { manager: _, ...others } = extension
  const { [urns.enterpriseUser]: __, ...rest } = attributes
  return { rest: { ...rest, ...(Object.keys(others).length > 0 && { [urns.enterpriseUser]: others }) }, manager }
}
