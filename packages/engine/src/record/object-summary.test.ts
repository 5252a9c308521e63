import { describe, expect, test } from 'vitest'
import { errorCodes } from '../errors.ts'
import type { Instant } from '../types.ts'
import { fitted } from './fitted.ts'
import type { LogRecord } from './log-record.ts'
import { lineOfChange, objectSummary, type LinePlace } from './object-summary.ts'

const place: LinePlace = {
  id: 4711,
  at: '2026-01-01T00:00:00.000Z' as Instant,
  tenantId: 't1',
  jobId: 'j1',
  cycleId: '0194a000-0000-7000-8000-000000000000',
  application: { id: 'a1', displayName: 'Acme' },
  milliseconds: 46,
}
const base: LogRecord = {
  action: 'create',
  result: 'success',
  ref: { type: 'User', id: 'u1' },
  displayName: 'Ana Silva',
  targetId: 't9',
  facts: {
    reason: { code: 'absentAtTarget', details: {} },
    written: [['title', null, 'Clerk']],
    match: 'absent',
    upn: 'ana@contoso.example',
  },
}
const of = (change: Partial<LogRecord>, facts: Partial<LogRecord['facts']> = {}): LogRecord => ({
  ...base,
  ...change,
  facts: { ...base.facts, ...facts },
})
const stepNames = (record: LogRecord): readonly string[] =>
  objectSummary(record, place).provisioningSteps.map(({ name }) => name)

test('LG-20: a line has every member of provisioningObjectSummary', () => {
  expect(objectSummary(base, place)).toMatchObject({
    id: '4711',
    activityDateTime: place.at,
    tenantId: 't1',
    jobId: 'j1',
    cycleId: place.cycleId,
    changeId: '0194a000-0000-7000-8000-000000001267',
    provisioningAction: 'create',
    durationInMilliseconds: 46,
    initiatedBy: { displayName: 'Usher', initiatorType: 'system' },
    servicePrincipal: { id: 'a1', displayName: 'Acme' },
    sourceSystem: { displayName: 'Usher directory', details: {} },
    targetSystem: {
      id: 'a1',
      displayName: 'Acme',
      details: { ApplicationId: 'a1', ServicePrincipalDisplayName: 'Acme' },
    },
    sourceIdentity: {
      id: 'u1',
      displayName: 'Ana Silva',
      identityType: 'User',
      details: { odatatype: 'User', userPrincipalName: 'ana@contoso.example' },
    },
    targetIdentity: { id: 't9', identityType: 'User' },
    modifiedProperties: [{ displayName: 'title', oldValue: null, newValue: 'Clerk' }],
    provisioningStatusInfo: { status: 'success', errorInformation: null },
  })
})

test('a change id leads back to its line', () => {
  expect(lineOfChange(objectSummary(base, place).changeId)).toBe(4711)
  expect(lineOfChange('4711')).toBeNull()
})

describe('LG-22: steps are called as Entra calls them', () => {
  test.each([
    ['create', 'EntryImportAdd', 'EntrySynchronizationAdd', 'EntryExportAdd'],
    ['update', 'EntryImportUpdate', 'EntrySynchronizationUpdate', 'EntryExportUpdate'],
    ['disable', 'EntryImportUpdate', 'EntrySynchronizationDisable', 'EntryExportDisable'],
    ['delete', 'EntryImportDelete', 'EntrySynchronizationDelete', 'EntryExportDelete'],
  ] as const)('%s', (action, imported, matched, exported) => {
    expect(stepNames(of({ action }))).toEqual([imported, 'EntrySynchronizationScoping', matched, exported])
  })

  test('who is left out ends with EntrySynchronizationSkip and its reason', () => {
    const record = of(
      { action: 'other', result: 'skipped' },
      { because: 'notAssigned', reason: { code: 'outOfScope', details: { because: 'notAssigned' } } },
    )
    expect(objectSummary(record, place).provisioningSteps.at(-1)).toMatchObject({
      name: 'EntrySynchronizationSkip',
      status: 'skipped',
      details: { SkipReason: 'NotEffectivelyEntitled' },
    })
  })
})

describe('LG-23: the scoping step says which condition is not met', () => {
  const all = { IsActive: 'True', Assigned: 'True', IsEffectivelyEntitledForProvisioning: 'True', IsInProvisioningScopeDisplayName: 'True' } // prettier-ignore
  const scoping = (record: LogRecord) =>
    objectSummary(record, place).provisioningSteps.find(
      ({ provisioningStepType }) => provisioningStepType === 'scoping',
    )

  test('in scope: none', () => {
    expect(scoping(base)).toMatchObject({ status: 'success', details: all })
  })
  test.each([
    ['notAssigned', 'Assigned'],
    ['roleMissing', 'IsEffectivelyEntitledForProvisioning'],
    ['filteredOut', 'IsInProvisioningScopeDisplayName'],
    ['sourceDisabled', 'IsActive'],
    ['sourceDeleted', 'IsActive'],
  ] as const)('%s: %s', (because, condition) => {
    const checks = { 'Assigned to application': because !== 'notAssigned' }
    const record = of({ result: 'skipped' }, { because, checks, reason: { code: 'outOfScope', details: { because } } })
    expect(scoping(record)).toMatchObject({
      status: 'skipped',
      details: { ...all, [condition]: 'False', ScopeEvaluationResult: JSON.stringify(checks) },
    })
  })
})

test('LG-24: a group with a member who has no account says so as Entra does', () => {
  const details = { count: '1 member', who: 'Bea is not assigned' }
  const record = of({ action: 'other', result: 'warning' }, { reason: { code: 'membersNotProvisioned', details } })
  expect(objectSummary(record, place).provisioningSteps.at(-1)).toMatchObject({
    provisioningStepType: 'referenceResolution',
    description: 'has 1 member without an account: Bea is not assigned',
    details: { errorCode: 'UnableToResolveReferenceAttributeValue', who: 'Bea is not assigned' },
  })
})

test('LG-25: a failure tells the status, what the application said, how often it failed and when it is tried again', () => {
  const next = '2026-01-01T00:10:00.000Z' as Instant
  const record = of(
    { result: 'failure' },
    {
      error: { code: 'EntryConflict', message: 'the application answered 409', retry: 'soon' },
      said: { status: 409, detail: 'uniqueness: userName is taken' },
      again: { attempts: 2, next },
    },
  )
  const summary = objectSummary(record, place)
  expect(summary.provisioningStatusInfo.errorInformation).toEqual({
    errorCode: 'EntryConflict',
    reason: `the application answered 409; failed twice, tried again at ${next}`,
    additionalDetails: 'HTTP 409 uniqueness: userName is taken',
    errorCategory: 'nonServiceFailure',
    recommendedAction: errorCodes.EntryConflict.advice,
  })
  expect(summary.provisioningSteps.at(-1)).toMatchObject({
    name: 'EntryEscrowRetry',
    details: { Attempts: '2', NextAttempt: next },
  })
})

test('a fault of Usher is a failure of the service', () => {
  const error = { code: 'InternalError', message: 'x', retry: 'later' } as const
  const { errorInformation } = objectSummary(of({ result: 'failure' }, { error }), place).provisioningStatusInfo
  expect(errorInformation?.errorCategory).toBe('failure')
})

test('a line that an earlier version wrote with a code of its own is printed all the same', () => {
  const error = { code: 'Forgotten', message: 'x', retry: 'later' } as never
  const { errorInformation } = objectSummary(of({ result: 'failure' }, { error }), place).provisioningStatusInfo
  expect(errorInformation).toMatchObject({ errorCode: 'Forgotten', recommendedAction: null })
})

describe('what is kept of a line stays below 2 kB', () => {
  const bytes = (record: LogRecord): number => new TextEncoder().encode(JSON.stringify(fitted(record).facts)).length

  test.each([
    ['one value of a megabyte', [['x', null, 'y'.repeat(1e6)]]],
    ['wide letters', [['x', '語'.repeat(9000), '👩‍🚀'.repeat(9000)]]],
    ['300 attributes', Array.from({ length: 300 }, (_, n) => [`urn:example:attribute${n}`, null, `value ${n}`])],
  ])('%s', (_, written) => {
    expect(bytes(of({}, { written: written as never }))).toBeLessThanOrEqual(1400)
  })

  test('what is short is kept whole', () => {
    expect(fitted(base)).toBe(base)
  })

  test('the answer of an application that has much to say is cut', () => {
    const error = { code: 'EntryConflict', message: 'm'.repeat(1e5), retry: 'soon' } as const
    expect(bytes(of({ result: 'failure' }, { error, written: [] }))).toBeLessThanOrEqual(1400)
  })
})
