import { expect, test } from 'vitest'
import { changesOf, rowsOf } from './person.ts'

const ana = {
  id: '1',
  userPrincipalName: 'ana@contoso.example',
  accountEnabled: true,
  employeeId: '1349',
  attributes: { department: 'Sales', shoeSize: 39 },
  managerId: null,
  deletedDateTime: null,
}

test('what everybody may have comes first, then what only this person has', () => {
  expect(rowsOf(ana, ['displayName', 'department', 'employeeId'])).toEqual([
    ['displayName', ''],
    ['department', 'Sales'],
    ['employeeId', '1349'],
    ['shoeSize', '39'],
  ])
})
test('only what was changed is sent, and an empty field clears', () => {
  const rows = rowsOf(ana, ['displayName', 'department'])
  expect(changesOf(rows, { displayName: 'Ana', department: '', shoeSize: '39' })).toEqual({
    displayName: 'Ana',
    department: null,
  })
})
