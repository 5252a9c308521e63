import { expect, test } from 'vitest'
import { type Demanded, idsIn, valueOf, wouldBe } from './told.ts'

const one = (action: string, result: Demanded['result'] = 'planned', steps: Demanded['steps'] = []): Demanded => ({
  job: 'Provisioning',
  type: 'User',
  id: action,
  displayName: action,
  action,
  reason: '',
  result,
  steps,
})

test('what would be written is said in numbers, and nothing as nothing', () => {
  expect(wouldBe([one('create'), one('update'), one('update'), one('none', 'skipped')])).toBe(
    '1 account is created, 2 accounts are updated',
  )
  expect(wouldBe([one('none', 'skipped'), one('create', 'failure')])).toBeNull()
})

test('values and addresses are read as they are', () => {
  expect([valueOf('a'), valueOf(null), valueOf([1]), valueOf(['User', 'Admin'])]).toEqual([
    'a',
    '–',
    '[1]',
    'User, Admin',
  ])
  expect([idsIn(null), idsIn('a,b,')]).toEqual([[], ['a', 'b']])
})
