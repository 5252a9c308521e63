import { expect, test } from 'vitest'
import { categoryOf, errorCodes, skipCodes } from './errors.ts'

/** engine.md section 10.5, as it is written there. */
const documented = [
  'Conflict', 'EntryConflict', 'TooManyRequests', 'InternalServerError', 'InsufficientRights', 'MethodNotAllowed', 'NotPermitted',
  'Unauthorized', 'UnprocessableEntity', 'WebExceptionProtocolError', 'InvalidAnchor', 'NotImplemented', 'MandatoryFieldsMissing',
  'MissingValues', 'SchemaAttributeNotFound', 'InternalError', 'InvalidDomain', 'Timeout', 'LicenseLimitExceeded',
  'DuplicateTargetEntries', 'DuplicateSourceEntries', 'ImportSkipped', 'EntrySynchronizationSkipped',
  'SystemForCrossDomainIdentityManagementMultipleEntriesInResponse', 'SystemForCrossDomainIdentityManagementServiceIncompatible',
  'SchemaPropertyCanOnlyAcceptValue', 'AzureActiveDirectoryCannotUpdateObjectsOriginatedInExternalService',
  'AzureDirectoryB2BManagementPolicyCheckFailure', 'AzureActiveDirectoryQuotaLimitExceeded', 'InvitationCreationFailure',
  'AzureActiveDirectoryForbidden', 'AzureActiveDirectoryCannotUpdateObjectsMasteredOnPremises', 'EntityTypeNotSupported',
  'RedundantExport', 'NotEffectivelyEntitled', 'UnableToResolveReferenceAttributeValue',
] // prettier-ignore

test('every documented error code has its row', () => {
  const rows = { ...errorCodes, ...skipCodes }
  expect(documented.filter((code) => !(code in rows))).toEqual([])
})

test.each(Object.entries({ ...errorCodes, ...skipCodes }))('%s says what happened, why, and what to do', (_, row) => {
  for (const text of [row.means, row.cause, row.advice]) expect(text).toMatch(/^[A-Z].*\.$|: usher /)
})

test('what is no failure is nobody’s fault', () => {
  expect(categoryOf('RedundantExport')).toBe('success')
  expect(categoryOf('EntryConflict')).toBe('nonServiceFailure')
  expect(categoryOf('AlreadyForgotten')).toBe('success')
})
