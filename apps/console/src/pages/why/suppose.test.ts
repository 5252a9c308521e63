import { expect, test } from 'vitest'
import { supposedBy } from './suppose.ts'

test.each([
  ['', { event: 'disable' }],
  ['event=nonsense', { event: 'disable' }],
  ['event=purge', { event: 'purge' }],
  ['event=leaveGroup', null],
  ['event=leaveGroup&group=1', { event: 'leaveGroup', group: '1' }],
  ['event=change', null],
  ['event=change&attribute=department&value=Sales', { event: 'change', attributes: { department: 'Sales' } }],
  ['event=change&attribute=department', { event: 'change', attributes: { department: null } }],
])('the address ?%s supposes what it says', (query, supposed) => {
  expect(supposedBy(new URLSearchParams(query))).toEqual(supposed)
})
