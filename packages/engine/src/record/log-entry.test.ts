import { describe, expect, test } from 'vitest'
import { mappingOf } from '../job/mapping-of.ts'
import { reasons } from '../plan/reasons.ts'
import type { Change, Exchange, Instant, Outcome } from '../types.ts'
import { logEntry } from './log-entry.ts'
import { isLogged, logExchanges, logRecord, modified } from './log-record.ts'

const at = '2026-01-01T00:00:00.000Z' as Instant
const exchange: Exchange = {
  method: 'PATCH',
  url: '/Users/a1',
  requestBody: { password: 's3cret' },
  responseBody: { detail: 's3cret is bad' },
  status: 400,
  ms: 3,
}
const ref = { type: 'User', id: 'ana' }

function outcome(change: object = {}, rest: object = {}): Outcome {
  const target = { id: 'a1', attributes: {} }
  const facts = {
    entry: { ref, object: { displayName: 'Ana Silva' }, assignments: [] },
    link: null,
    references: new Map(),
    verdict: {
      inScope: true,
      via: 'assignment',
      checks: [{ name: 'Assigned to application', passed: true, actual: true }],
      uses: [],
    },
    desired: { flows: [], uses: [], problems: [] },
    match: { kind: 'linked', target },
  } as const
  const reason = { code: 'differs', details: { attributes: 'title' } }
  const made = { ref, reason, basis: '', matching: null, facts, action: 'update', target, patch: [], ...change }
  return { change: made, result: 'success', targetId: 'a1', written: [], exchanges: [exchange], ...rest } as Outcome
}
const skipped = (code: string, details = {}): Outcome =>
  outcome({ action: 'none', reason: { code, details } }, { result: 'skipped' })
const error = { code: 'UnprocessableEntity', message: 'the application answered 400', retry: 'later' }

test('LG-20: a change says who, what, where, in steps, with old and new values', () => {
  const entry = logEntry(
    logRecord(outcome({}, { written: [{ op: 'replace', path: 'title', kind: 'value', from: 'Clerk', to: 'Boss' }] })),
    at,
  )
  expect(entry).toMatchObject({
    activityDateTime: at,
    provisioningAction: 'update',
    sourceIdentity: { id: 'ana', displayName: 'Ana Silva' },
    targetIdentity: { id: 'a1', displayName: 'Ana Silva' },
    modifiedProperties: [{ displayName: 'title', oldValue: 'Clerk', newValue: 'Boss' }],
    provisioningStatusInfo: { status: 'success', errorInformation: null },
    usher: { reason: 'differs in title', code: 'differs', advice: null },
  })
  expect(entry.provisioningSteps.map(({ provisioningStepType }) => provisioningStepType)).toEqual([
    'import',
    'scoping',
    'matching',
    'export',
  ])
})

test('a failure carries its code, what the application said, and what to do', () => {
  expect(logEntry(logRecord(outcome({}, { result: 'failure', error })), at).provisioningStatusInfo).toEqual({
    status: 'failure',
    errorInformation: {
      errorCode: 'UnprocessableEntity',
      reason: 'the application answered 400',
      additionalDetails: 'HTTP 400 s3cret is bad',
      errorCategory: 'nonServiceFailure',
      recommendedAction: 'Read the application’s answer and correct the value or the mapping.',
    },
  })
})

test('an update that was answered with the value from before is a warning that says which', () => {
  const entry = logEntry(logRecord(outcome({}, { result: 'warning', ignored: ['title'] })), at)
  const reason = 'the application answered with the old value of title, and may ignore it'
  expect(entry).toMatchObject({
    provisioningStatusInfo: { status: 'warning', errorInformation: { errorCode: 'AttributeIgnored', reason } },
    usher: { reason: `differs in title; ${reason}`, advice: expect.stringContaining('disable that attribute mapping') },
  })
})

test('somebody whom the directory forgot is called by the account’s name', () => {
  const gone = outcome()
  const facts = {
    ...gone.change.facts,
    entry: { ref, object: null, assignments: [] },
    match: { kind: 'linked', target: { id: 'a1', attributes: { userName: 'ana@x' } } },
  }
  expect(
    logEntry(logRecord({ ...gone, change: { ...gone.change, facts } as Change }), at).sourceIdentity.displayName,
  ).toBe('ana@x')
})

describe('values', () => {
  test.each([
    ['text', 'Boss', 'Boss'],
    ['a boolean', false, 'false'],
    ['null', null, null],
    ['an account that comes late', { late: 'targetId', of: { type: 'User', id: 'bea' } }, '(the account of bea)'],
    ['a generated value', { late: 'generated' }, '(generated)'],
  ] as const)('%s', (_, to, shown) => {
    expect(modified({ op: 'add', path: 'x', kind: 'value', to }).newValue).toBe(shown)
  })

  test('what is sensitive is never shown, old or new', () => {
    expect(modified({ op: 'replace', path: 'x', kind: 'value', from: 'old', to: 'new', sensitive: true })).toEqual({
      displayName: 'x',
      oldValue: '[Redact]',
      newValue: '[Redact]',
    })
  })
})

describe('exchanges', () => {
  test('BT-12: request and answer are kept whole', () => {
    expect(logExchanges(outcome())).toEqual([exchange])
    expect(logExchanges(outcome({}, { result: 'failure', error }))).toEqual([exchange])
  })

  test('of a failure with a sensitive value no body is kept', () => {
    const failed = outcome({}, { result: 'failure', error })
    const mapping = mappingOf({ expression: '[x]', targetAttributeName: 'password', matchingPriority: 0 })
    const desired = {
      flows: [{ mapping, path: 'password', value: 's3cret', sensitive: true as const }],
      uses: [],
      problems: [],
    }
    const hidden = { ...failed, change: { ...failed.change, facts: { ...failed.change.facts, desired } } } as Outcome
    expect(JSON.stringify(logExchanges(hidden))).not.toContain('s3cret')
  })
})

test.each([
  ['a change', outcome(), true],
  ['a failure', outcome({}, { result: 'failure', error }), true],
  ['a removal that is held', outcome({}, { result: 'held' }), true],
  ['nothing to change', skipped('alreadyEqual'), false],
  ['not assigned', skipped('outOfScope', { because: 'notAssigned' }), false],
  ['A-54: no role', skipped('outOfScope', { because: 'roleMissing' }), true],
  ['left out by the filter', skipped('outOfScope', { because: 'filteredOut' }), true],
  ['A-24: no matching value', skipped('unmatchable'), true],
  ['an account taken over', skipped('joined'), true],
  ['DP-34: a leaver who could not be disabled', skipped('updateOff', { because: 'notAssigned' }), true],
  ['DP-21: a leaver who was kept', skipped('keptByRule', { because: 'notAssigned' }), true],
])('whether the log has a line: %s', (_, one, expected) => {
  expect(isLogged(one)).toBe(expected)
})

test.each(Object.entries(reasons))('the reason %s makes a whole sentence, and its advice too', (_, row) => {
  const details = {
    because: 'notAssigned',
    attributes: 'title',
    by: 'userName',
    count: 2,
    problem: 'p',
    attribute: 'manager',
    who: 'Bea',
    targetId: 'a1',
    added: 1,
    removed: 2,
  }
  const advice = row.advice(details)
  expect(row.says(details)).toMatch(/^[a-z].*[^.]$/)
  expect(`${row.says(details)} ${advice ?? ''}`).not.toMatch(/undefined|null|\[object/)
  expect(advice ?? 'None.').toMatch(/^[A-Z].*\.$/)
})
