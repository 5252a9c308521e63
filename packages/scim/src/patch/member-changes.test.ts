import { expect, test } from 'vitest'
import type { Json } from '../resource.ts'
import type { PatchOperation } from '../message/patch-op.ts'
import { lenient, strict } from '../rules.ts'
import { groupType } from '../schema/group-type.ts'
import { splitMembers } from './member-changes.ts'
import type { ElementChange } from './member-changes.ts'

const one = { value: '1' }
const remove = (value?: Json): PatchOperation => ({
  op: 'remove',
  path: 'members',
  ...(value === undefined ? {} : { value }),
})

const splits: readonly (readonly [PatchOperation, readonly ElementChange[]])[] = [
  [
    { op: 'add', path: 'members', value: [one, { value: '2', type: 'User' }] },
    [{ op: 'add', elements: [one, { value: '2', type: 'User' }] }],
  ],
  [{ op: 'add', path: 'members', value: [{ $ref: null, value: '1', display: 'x' }] }, [{ op: 'add', elements: [one] }]],
  [{ op: 'add', path: 'MEMBERS', value: one }, [{ op: 'add', elements: [one] }]],
  [{ op: 'add', path: 'members', value: ['1', '1'] }, [{ op: 'add', elements: [one] }]],
  [{ op: 'add', path: 'members', value: [] }, []],
  [{ op: 'add', path: 'members[value eq "1"]' }, [{ op: 'add', elements: [one] }]],
  [
    { op: 'add', path: 'members[value eq "1"]', value: { type: 'User' } },
    [{ op: 'add', elements: [{ type: 'User', value: '1' }] }],
  ],
  [{ op: 'replace', path: 'members', value: [one] }, [{ op: 'replace', elements: [one] }]],
  [{ op: 'replace', path: 'members', value: [] }, [{ op: 'clear' }]],
  [{ op: 'replace', path: 'members', value: null }, [{ op: 'clear' }]],
  [remove(), [{ op: 'clear' }]],
  [remove(null), [{ op: 'clear' }]],
  [remove([]), []],
  [remove([one, { $ref: null, value: '2' }]), [{ op: 'remove', values: ['1', '2'] }]],
  [remove('1'), [{ op: 'remove', values: ['1'] }]],
  [{ op: 'remove', path: 'members[value eq "1"]' }, [{ op: 'remove', values: ['1'] }]],
  [{ op: 'remove', path: 'members[value eq "1" or value eq "2"]' }, [{ op: 'remove', values: ['1', '2'] }]],
  [{ op: 'add', value: { members: [one] } }, [{ op: 'add', elements: [one] }]],
]

test.each(splits)('PA-19: of %j the changes are known without the members', (operation, changes) => {
  expect(splitMembers([operation], groupType)).toEqual({ rest: [], changes })
})

test('PA-19, row 1: of a value with more than members the rest stays, in order', () => {
  const operations: readonly PatchOperation[] = [
    { op: 'replace', value: { id: 'G1', displayName: 'New', Members: [one] } },
    { op: 'remove', path: 'members[value eq "1"]' },
    { op: 'replace', path: 'displayName', value: 'Newer' },
  ]
  expect(splitMembers(operations, groupType)).toEqual({
    rest: [
      { op: 'replace', value: { id: 'G1', displayName: 'New' } },
      { op: 'replace', path: 'displayName', value: 'Newer' },
    ],
    changes: [
      { op: 'replace', elements: [one] },
      { op: 'remove', values: ['1'] },
    ],
  })
})

const unclear: readonly PatchOperation[] = [
  { op: 'remove', path: 'members[type eq "User"]' },
  { op: 'remove', path: 'members[value ne "1"]' },
  { op: 'remove', path: 'members[value eq "1" and type eq "User"]' },
  { op: 'remove', path: 'members[not (value eq "1")]' },
  { op: 'remove', path: 'members.type' },
  { op: 'replace', path: 'members[value eq "1"]', value: one },
  { op: 'replace', path: 'members[value eq "1"].value', value: '2' },
  { op: 'add', path: 'members[value eq "1" or value eq "2"]', value: {} },
  { op: 'remove', path: 'members', value: [{ type: 'User' }] },
]

test.each(unclear)('PA-19: what %j means, only the members can tell', (operation) => {
  expect(splitMembers([operation], groupType)).toBe('needsAll')
})

const refused: readonly (readonly [PatchOperation, string])[] = [
  [{ op: 'add', path: 'members' }, 'invalidValue'],
  [{ op: 'add', path: 'members', value: [{ display: 'x' }] }, 'invalidValue'],
  [{ op: 'add', path: 'members', value: [{ value: '' }] }, 'invalidValue'],
  [{ op: 'add', path: 'members', value: [1] }, 'invalidValue'],
  [{ op: 'add', path: 'members[value eq "1"]', value: { value: '2' } }, 'mutability'],
  [{ op: 'remove', path: 'members[value xx "1"]' }, 'invalidFilter'],
  [{ op: 'remove', path: 'members[value eq "1"' }, 'invalidFilter'],
]

test.each(refused)('CA-19, PA-13: %j is refused with %s', (operation, scimType) => {
  expect(() => splitMembers([operation], groupType, lenient)).toThrow(
    expect.objectContaining({ status: 400, scimType }) as Error,
  )
})

test('L-6, L-8: strict takes neither paths as members nor texts as values', () => {
  const byPath: PatchOperation = { op: 'add', value: { 'members[value eq "1"]': {} } }
  expect(splitMembers([byPath], groupType, lenient)).toMatchObject({ changes: [{ op: 'add' }] })
  expect(splitMembers([byPath], groupType, strict)).toMatchObject({ rest: [byPath], changes: [] })
  expect(() => splitMembers([{ op: 'add', path: 'members', value: ['1'] }], groupType, strict)).toThrow(/object/)
})

test('PA-19: ten thousand members are taken at once', () => {
  const value = Array.from({ length: 10_000 }, (_, index) => ({ value: String(index) }))
  const split = splitMembers([{ op: 'add', path: 'members', value }], groupType)
  expect(split).toEqual({ rest: [], changes: [{ op: 'add', elements: value }] })
})
