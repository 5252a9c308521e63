import { expect, test } from 'vitest'
import { example, expressionsIn, saysProgress } from './importing.ts'

test('a mapping is read as it was downloaded', () => {
  const expressions = { employeeId: '[No]', mail: 'ToLower([Mail])' }
  expect(expressionsIn(JSON.stringify(expressions))).toEqual(expressions)
})

test.each([['[]'], ['null'], ['{"employeeId":1}'], ['{"attributeMappings":[]}'], ['{']])(
  '%s is said to be no mapping',
  (text) => {
    expect(expressionsIn(text)).toMatch(/^This is/)
  },
)

test('a column is shown with the first value that it has', () => {
  const rows = [
    { No: '', Mail: 'x' },
    { No: '7', Mail: '' },
  ]
  expect(example({ rows }, '[No]')).toBe('7')
  expect(example({ rows }, 'ToLower([Mail])')).toBe('')
  expect(example({ rows }, '[Nobody]')).toBe('')
})

test('progress says how far it is, and whether anything is written', () => {
  expect(saysProgress({ phase: 'reading', done: 12000, total: null }, true)).toBe('Reading: 12,000 rows')
  expect(saysProgress({ phase: 'applying', done: 1000, total: 2000 }, true)).toBe('Looking at people: 1,000 of 2,000')
  expect(saysProgress({ phase: 'applying', done: 1000, total: 2000 }, false)).toBe('Writing people: 1,000 of 2,000')
})
