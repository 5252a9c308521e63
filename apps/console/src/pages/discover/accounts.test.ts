import { expect, test } from 'vitest'
import { type Account, assignable, driftInWords, kindOf, whoseIs } from './accounts.ts'

const ana = { id: '1', displayName: 'Ana', userPrincipalName: 'ana@contoso.example' }
const account = (kind: Account['kind'], of: Account['of']): Account => ({
  targetId: kind,
  userName: '',
  displayName: '',
  active: true,
  kind,
  by: null,
  of,
})

test('UI-13: an account is assigned only to the one person whose it is', () => {
  const all = [
    account('unassigned', [ana]),
    account('unassigned', [ana, { ...ana, id: '2' }]),
    account('assigned', [ana]),
  ]
  expect(assignable(all)).toEqual([all[0]])
  expect([...all, account('local', [])].map(whoseIs)).toEqual(['Ana', '2 people match', 'Ana', 'Nobody'])
})

test('the address names one of three groups', () => {
  expect([kindOf('local'), kindOf(null), kindOf('x')]).toEqual(['local', 'unassigned', 'unassigned'])
})

test('drift is told in numbers', () => {
  const none = { compared: 9, differs: 0, gone: 0, unrepaired: 0, attributes: {}, omitted: 0 }
  expect(driftInWords(none)).toBe('9 accounts compared: all are as the mapping says.')
  expect(driftInWords({ ...none, differs: 2, gone: 1 })).toBe('Of 9 accounts 2 differ, 1 is gone.')
})
