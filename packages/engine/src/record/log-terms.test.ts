import { describe, expect, test } from 'vitest'
import type { LogRecord } from './log-record.ts'
import { facet, termsOf, wordsAsked, wordsOf } from './log-terms.ts'

const id = '01a2169d-cf99-7548-94c6-29f2bbdfa829'
const record: LogRecord = {
  action: 'update',
  result: 'failure',
  ref: { type: 'User', id },
  displayName: 'João da Silva',
  targetId: 'user_42-X',
  facts: {
    reason: { code: 'differs', details: { attributes: 'title' } },
    written: [['title', 'Clerk', 'Head of Sales']],
    match: 'linked',
    upn: 'joao@contoso.example',
    error: { code: 'EntryConflict', message: 'the application answered 409: title is taken', retry: 'soon' },
    said: { status: 409, detail: 'uniqueness: licence L-77' },
  },
}
const terms = termsOf(record, { job: 'Job.1', cycle: 'c1' })

describe('LG-6: a line is found by', () => {
  test.each([
    ['a name without its accents', 'joao silva'],
    ['the beginnings of words in any order', 'silv jo'],
    ['a user name', 'joao@contoso.example'],
    ['the id of the person', id],
    ['the beginning of that id', id.slice(0, 13)],
    ['the id of the account', 'user_42-x'],
    ['a value of before', 'clerk'],
    ['a value of now', 'Head of SALES'],
    ['what the application said', 'licence l-77'],
    ['the sentence that people read', 'differs in title'],
  ])('%s', (_, text) => {
    expect(wordsAsked(text).filter((asked) => !terms.some((term) => term.startsWith(asked)))).toEqual([])
  })

  test.each([
    ['its result', facet('result', 'failure')],
    ['its action', facet('action', 'update')],
    ['its error code, however that is written', facet('code', 'entryconflict')],
    ['an attribute that was changed', facet('attribute', 'Title')],
    ['its reason', facet('reason', 'differs')],
    ['its job', facet('job', 'job.1')],
    ['its cycle', facet('cycle', 'c1')],
    ['the account as a whole', 'user_42-x'],
  ])('%s', (_, term) => {
    expect(terms).toContain(term)
  })
})

test('nobody’s name is taken for a result', () => {
  expect(wordsOf('success =result:success')).not.toContain(facet('result', 'success'))
})

test('of a creation every attribute is new, so none of them counts as changed', () => {
  const created = termsOf({ ...record, action: 'create' }, { job: 'j', cycle: 'c' })
  expect(created.filter((term) => term.startsWith('=attribute:'))).toEqual([])
})

test('a line of very many words is found by the first of them', () => {
  const long = Array.from({ length: 10_000 }, (_, n) => `w${n}`).join(' ')
  const many = termsOf(
    { ...record, facts: { ...record.facts, written: [['x', null, long]] } },
    { job: 'j', cycle: 'c' },
  )
  expect(many.length).toBeLessThan(140)
  expect(many).toContain('w0')
})

test.each(['', '   ', '·—·', '👩‍🚀'])('a search for %j asks for no word', (text) => {
  expect(wordsAsked(text)).toEqual([])
})
