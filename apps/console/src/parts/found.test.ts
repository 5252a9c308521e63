import { expect, test } from 'vitest'
import { inOrder, questions } from './found.ts'

test('whoever is called exactly what was typed is asked for by a question of its own, quotes and all', () => {
  expect(questions('users', " o'hara ")).toEqual([
    { $top: '20', $filter: "displayName eq 'o''hara' or userPrincipalName eq 'o''hara' or mail eq 'o''hara'" },
    { $top: '20', $orderby: 'displayName', $filter: "startswith(displayName,'o''hara')" },
    { $top: '20', $filter: "startswith(userPrincipalName,'o''hara') or startswith(mail,'o''hara')" },
  ])
  expect(questions('groups', 'x')).toHaveLength(2)
  expect(questions('groups', '')).toEqual([{ $top: '20', $orderby: 'displayName' }])
})

test('they come first, then the others by name, nobody twice', () => {
  const one = (id: string, name: string, about = 'Group') => ({ id, name, about })
  const found = [one('1', 'Anand'), one('2', 'Bo', 'ana@x'), one('3', 'ANA'), one('1', 'Anand'), one('4', 'Ana Silva')]
  expect(inOrder(found, 'ana').map(({ id }) => id)).toEqual(['3', '4', '1', '2'])
  expect(inOrder(found, 'ana@x').map(({ id }) => id)).toEqual(['2', '3', '4', '1'])
})
