import { describe, expect, test } from 'vitest'
import type { Attributes, Json } from '../resource.ts'
import type { PatchOperation } from '../message/patch-op.ts'
import { parsePatchOp } from '../message/patch-op.ts'
import type { ScimType } from '../message/error.ts'
import { parseSchema } from '../schema/custom.ts'
import { groupType } from '../schema/group-type.ts'
import type { ResourceType } from '../schema/resource-type.ts'
import { userType, userTypeWith } from '../schema/user-type.ts'
import { isDeepEqual } from '../value.ts'
import { rulesOf } from '../rules.ts'
import type { Mode, Rules } from '../rules.ts'
import rows from './patch.cases.json' with { type: 'json' }
import { applyPatch } from './apply.ts'
import type { Patched } from './apply.ts'

/**
 * One row of the truth table: a resource, operations, and what comes of them. Without `mode` it holds in both, without
 * `type` for a User. `schema` lists attributes of an extension `urn:test:2.0:User`, `switches` rules that differ.
 */
type Case = {
  readonly rule: string
  readonly says: string
  readonly mode?: Mode
  readonly switches?: Partial<Rules>
  readonly type?: 'User' | 'Group'
  readonly schema?: Json
  readonly before: Attributes
  readonly operations: readonly PatchOperation[]
} & ({ readonly after: Attributes } | { readonly error: ScimType })

const cases = rows as unknown as readonly Case[]

/** What every resource has, so that the rows need not say it. */
const common = { User: { userName: 'ana', active: true }, Group: { displayName: 'Staff' } }

function typeOf({ type, schema }: Case): ResourceType {
  if (type === 'Group') return groupType
  if (schema === undefined) return userType
  return userTypeWith({ extensions: [parseSchema({ id: 'urn:test:2.0:User', name: 'Test', attributes: schema })] })
}

describe.each(['lenient', 'strict'] as const)('%s', (mode) => {
  test.each(cases.filter((row) => row.mode === undefined || row.mode === mode))('$rule: $says', (row) => {
    const shared = common[row.type ?? 'User']
    const before: Attributes = { ...shared, ...row.before }
    const kept = structuredClone(before)
    const rules = rulesOf(mode, row.switches)
    const apply = (): Patched => applyPatch(before, row.operations, typeOf(row), { rules })
    if ('error' in row) {
      expect(apply).toThrow(expect.objectContaining({ status: 400, scimType: row.error }) as Error)
    } else {
      const { resource, changed } = apply()
      expect(resource).toEqual({ ...shared, ...row.after })
      expect(changed).toBe(!isDeepEqual(resource, kept))
    }
    expect(before).toEqual(kept)
  })
})

test('PA-9: a PATCH that changes nothing gives the same resource back', () => {
  const before = { userName: 'ana', active: true, emails: [{ type: 'work', value: 'a@b' }] }
  const operations = parsePatchOp({
    Operations: [
      { op: 'Add', path: 'emails', value: [{ value: 'a@b', type: 'work' }] },
      { op: 'Replace', path: 'active', value: 'True' },
      { op: 'remove', path: 'title' },
    ],
  })
  expect(applyPatch(before, operations, userType)).toMatchObject({ resource: before, changed: false })
})

test('PA-8: schemas follows the extensions that have a value', () => {
  const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
  const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
  const before = { schemas: [core], id: 'U1', userName: 'ana', active: true }
  const one = applyPatch(before, [{ op: 'add', path: `${urn}:department`, value: 'HR' }], userType)
  expect(one.resource['schemas']).toEqual([core, urn])
  const two = applyPatch(one.resource, [{ op: 'remove', path: 'schemas', value: [urn] }], userType)
  expect(two.resource).toEqual(before)
  expect(() => applyPatch(before, [{ op: 'remove', path: 'schemas', value: [core] }], userType)).toThrow(/cannot/)
})

test('SE-1: a list does not grow beyond a thousand values, the members of a group do', () => {
  const many = Array.from({ length: 1000 }, (_, index) => ({ value: String(index) }))
  const one: PatchOperation = { op: 'add', path: 'emails', value: [{ value: 'one more' }] }
  expect(() => applyPatch({ userName: 'ana', emails: many }, [one], userType)).toThrow(/1000/)
  const group = { displayName: 'Staff', members: many }
  const { resource } = applyPatch(group, [{ ...one, path: 'members' }], groupType)
  expect(resource['members']).toHaveLength(1001)
})

test('§5.2: the attributes that were set are named, for what is returned on request', () => {
  const operations: readonly PatchOperation[] = [
    { op: 'add', value: { title: 'x', 'name.givenName': 'Ana' } },
    { op: 'add', path: 'department', value: 'HR' },
    { op: 'remove', path: 'nickName' },
  ]
  const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
  const { written } = applyPatch({ userName: 'ana', active: true }, operations, userType)
  expect(written).toEqual(['title', 'name', `${urn}:department`])
})
