import type { Attributes } from '@usher/scim'
import { expect, test } from 'vitest'
import { readEntries } from '../expression/entries.ts'
import { judgeScope, readScopeVector } from './vectors.ts'

const vector = { filter: { groups: [{ clauses: [{ attribute: 'a', operator: 'EQUALS', value: 'x' }] }] }, object: {} }

function judged(entry: Attributes) {
  const read = readScopeVector(entry, 'one')
  return typeof read === 'string' ? read : judgeScope(read)
}

test('a vector passes when the verdict is the expected one', () => {
  expect(judged({ ...vector, inScope: false })).toEqual({ id: 'one', pass: true, actual: false, expected: false })
  expect(judged({ ...vector, inScope: true })).toMatchObject({ pass: false })
  expect(judged({ ...vector, object: { a: 'x' }, inScope: true })).toMatchObject({ pass: true })
  expect(judged({ filter: null, inScope: true })).toMatchObject({ pass: true })
})

test('a clause that would be refused when it is saved never holds, and is told', () => {
  const clauses = [{ attribute: 'groups', operator: 'IsMemberOf', value: 'x' }]
  expect(judged({ filter: { groups: [{ clauses }] }, object: { groups: 'x' }, inScope: false })).toMatchObject({
    pass: true,
    problems: [expect.stringContaining('IsMemberOf')],
  })
})

test('what is not of the form is told by the id or the number of the entry; the others are read', () => {
  const sound = { ...vector, inScope: true }
  expect(readEntries([vector, { id: 'b', filter: [], expected: 1 }, 7, sound], readScopeVector)).toMatchObject([
    { kind: 'unreadable', id: 'entry 1', problem: 'inScope must be true or false' },
    { kind: 'unreadable', id: 'b', problem: 'the filter must be an object with groups', expected: 1 },
    { kind: 'unreadable', id: 'entry 3', problem: 'it is not an object' },
    { kind: 'vector', vector: { id: 'entry 4' } },
  ])
  expect(readEntries({}, readScopeVector)).toBeNull()
})

test('a filter without groups lets everybody through', () => {
  for (const filter of [null, {}, { groups: null }, { groups: [] }]) {
    expect(judged({ filter, object: { a: 'x' }, inScope: true })).toMatchObject({ pass: true })
  }
})
