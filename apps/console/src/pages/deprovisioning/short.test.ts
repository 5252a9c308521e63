import { expect, test } from 'vitest'
import { inShort } from './short.ts'

test.each([
  ['nothing', []],
  ['DELETE', [{ method: 'DELETE', body: null }]],
  ['active: false', [{ method: 'PATCH', body: { Operations: [{ op: 'replace', value: { active: false } }] } }]],
  ['active: false', [{ method: 'PATCH', body: { Operations: [{ op: 'Replace', path: 'active', value: 'False' }] } }]],
  ['active: true', [{ method: 'PATCH', body: { Operations: [{ op: 'replace', path: 'active', value: true }] } }]],
  ['PATCH', [{ method: 'PATCH', body: { Operations: [{ op: 'replace', path: 'title', value: 'x' }] } }]],
])('a table says %s', (says, requests) => {
  expect(inShort({ requests, afterwards: '' })).toBe(says)
})
