import { expect, test } from 'vitest'
import { comeSince, isFiltered, questionOf } from './question.ts'
import { fileOf } from '../../parts/download.ts'

const address = new URLSearchParams('since=7d&result=failure&who=ana%40contoso.example&line=1&columns=job')

test('LG-6: the address says what is asked, and a page of an application asks about that one only', () => {
  expect(questionOf(address, undefined)).toEqual({ since: '7d', result: 'failure', who: 'ana@contoso.example' })
  expect(questionOf(new URLSearchParams('app=other'), 'mine')).toEqual({ since: '24h', app: 'mine' })
  expect(isFiltered(address)).toBe(true)
  expect(isFiltered(new URLSearchParams('since=all&line=1'))).toBe(false)
})

test('LG-31: a file has what the filters leave', () => {
  expect(fileOf('/usher/log/download/ProvisioningLogs.csv', questionOf(address, 'a b'))).toBe(
    '/usher/log/download/ProvisioningLogs.csv?since=7d&result=failure&who=ana%40contoso.example&app=a+b',
  )
})

test('lines that came since are those with a later number', () => {
  const of = (...ids: readonly number[]) => ids.map((id) => ({ id }))
  expect(comeSince(of(9, 8, 7), of(7, 6))).toBe(2)
  expect(comeSince(of(7, 6), of(7, 6))).toBe(0)
  expect(comeSince(of(2, 1), [])).toBe(2)
})
