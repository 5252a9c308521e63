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

test('what is not of the form is told by the number and the id of the entry', () => {
  expect(readEntries([vector], readScopeVector)).toEqual({
    kind: 'malformed',
    problem: 'entry 1: inScope must be true or false.',
  })
  expect(
    readEntries(
      [
        { ...vector, inScope: true },
        { id: 'b', filter: [] },
      ],
      readScopeVector,
    ),
  ).toMatchObject({
    problem: 'entry 2 (b): the filter must be an object with groups.',
  })
  expect(readEntries([7], readScopeVector)).toMatchObject({ problem: 'entry 1 is not an object.' })
  expect(readEntries({}, readScopeVector)).toMatchObject({ problem: 'It must be a list of vectors: [{ … }, { … }].' })
})
