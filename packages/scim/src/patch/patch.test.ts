import { describe, expect, test } from 'vitest'
import type { Attributes } from '../resource.ts'
import type { PatchOperation } from '../message/patch-op.ts'
import { parsePatchOp } from '../message/patch-op.ts'
import type { ScimType } from '../message/error.ts'
import { attribute } from '../schema/definition.ts'
import { userType } from '../schema/user-type.ts'
import type { Mode } from '../message/patch-op.ts'
import rows from './patch.cases.json' with { type: 'json' }
import { applyPatch } from './apply.ts'

/** One row of the truth table: a resource, operations, and what comes of them. Without `mode` it holds in both. */
type Case = {
  readonly rule: string
  readonly says: string
  readonly mode?: Mode
  readonly before: Attributes
  readonly operations: readonly PatchOperation[]
} & ({ readonly after: Attributes } | { readonly error: ScimType })

const cases = rows as unknown as readonly Case[]

describe.each(['lenient', 'strict'] as const)('%s', (mode) => {
  test.each(cases.filter((row) => row.mode === undefined || row.mode === mode))('$rule: $says', (row) => {
    const before: Attributes = { userName: 'ana', active: true, ...row.before }
    const kept = structuredClone(before)
    const { operations } = row
    if ('error' in row) {
      expect(() => applyPatch(before, operations, userType, { mode })).toThrow(
        expect.objectContaining({ status: 400, scimType: row.error }) as Error,
      )
    } else {
      const { resource, changed } = applyPatch(before, operations, userType, { mode })
      expect(resource).toEqual({ userName: 'ana', active: true, ...row.after })
      expect(changed).toBe(JSON.stringify(resource) !== JSON.stringify(kept))
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
  expect(applyPatch(before, operations, userType)).toEqual({ resource: before, changed: false })
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

test('PA-14: an immutable attribute can be set once', () => {
  const badge = attribute('badge', 'A badge.', { mutability: 'immutable' })
  const type = { ...userType, schema: { ...userType.schema, attributes: [...userType.schema.attributes, badge] } }
  const before = { userName: 'ana', active: true }
  const { resource } = applyPatch(before, [{ op: 'add', path: 'badge', value: '7' }], type)
  expect(resource['badge']).toBe('7')
  expect(applyPatch(resource, [{ op: 'replace', path: 'badge', value: '7' }], type).changed).toBe(false)
  for (const operation of [
    { op: 'replace', path: 'badge', value: '8' } as const,
    { op: 'remove', path: 'badge' } as const,
  ])
    expect(() => applyPatch(resource, [operation], type)).toThrow(
      expect.objectContaining({ scimType: 'mutability' }) as Error,
    )
})

test('row 9: simple values are appended once, replaced as a list and removed one by one', () => {
  const tags = attribute('tags', 'Tags.', { multiValued: true })
  const type = { ...userType, schema: { ...userType.schema, attributes: [...userType.schema.attributes, tags] } }
  const before = { userName: 'ana', active: true, tags: ['a', 'b'] }
  const after = (operation: PatchOperation): unknown => applyPatch(before, [operation], type).resource['tags']
  expect(after({ op: 'add', path: 'tags', value: ['b', 'c'] })).toEqual(['a', 'b', 'c'])
  expect(after({ op: 'replace', path: 'tags', value: ['x'] })).toEqual(['x'])
  expect(after({ op: 'remove', path: 'tags[value eq "a"]' })).toEqual(['b'])
  expect(after({ op: 'remove', path: 'tags', value: ['b'] })).toEqual(['a'])
  expect(after({ op: 'remove', path: 'tags' })).toBeUndefined()
})
