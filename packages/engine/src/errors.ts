/**
 * Every error code that a provisioning log can show (engine.md section 10.5 and LG-40): one table.
 *
 * `means`: what happened. `cause`: what it comes from. `advice`: for the administrator who reads the line. `retry`:
 * whether trying again can help by itself; null: Usher does not produce this code, which stands here so that it can
 * be looked up. `category`: whose fault it is, by Graph's `provisioningStatusErrorCategory`.
 */
type Row = {
  readonly means: string
  readonly cause: string
  readonly advice: string
  readonly retry: 'soon' | 'later' | 'never' | null
  readonly category: 'failure' | 'nonServiceFailure' | 'success'
}

const app = { category: 'nonServiceFailure' } as const
const usher = { category: 'failure' } as const
const none = { category: 'success' } as const
/** Codes of directories that Usher does not write to. */
const elsewhere = { ...app, retry: null, cause: 'Only Entra’s synchronization between tenants.' } as const
const inAd = { ...app, retry: null, cause: 'Only provisioning into Active Directory.' } as const

/** What Entra documents beside, and Usher never shows. */
const notProduced = {
  Conflict: { ...app, retry: null, means: 'As EntryConflict, which Usher shows.', cause: 'A value clashes with another object.', advice: 'Change the clashing value, or the matching attribute.' },
  NotPermitted: { ...app, retry: null, means: 'As InsufficientRights, which Usher shows.', cause: 'The owner of the token may not manage accounts.', advice: 'Give the token’s owner the right to manage accounts.' },
  MandatoryFieldsMissing: { ...app, retry: null, means: 'As MissingValues, which Usher shows.', cause: 'A value is missing without which no account can be made.', advice: 'Fill the attribute in the directory, or change the mapping.' },
  InvalidDomain: { ...app, retry: null, means: 'A value has a domain that the application refuses. Usher shows UnprocessableEntity, with the answer.', cause: 'The application takes people of its own domains only.', advice: 'Change the value, or allow the domain in the application.' },
  LicenseLimitExceeded: { ...app, retry: null, means: 'The application has no licence left. Usher shows what it answered.', cause: 'More people are assigned than there are licences.', advice: 'Buy licences, or assign fewer people.' },
  SystemForCrossDomainIdentityManagementMultipleEntriesInResponse: { ...app, retry: null, means: 'One object was asked for and several came. Usher shows DuplicateTargetEntries.', cause: 'The application does not honour the filter.', advice: 'The application has to be corrected.' },
  SystemForCrossDomainIdentityManagementBadRequest: { ...app, retry: null, means: 'The application answered 400. Usher shows UnprocessableEntity.', cause: 'A value or a form of request that it does not take.', advice: 'Read the application’s answer and correct the value or the mapping.' },
  SystemForCrossDomainIdentityManagementServiceIncompatibleFiltering: { ...app, retry: null, means: 'The application cannot filter. Usher lists its accounts instead.', cause: 'It does not honour the filter.', advice: 'Nothing.' },
  SchemaPropertyCanOnlyAcceptValue: { ...app, retry: null, means: 'Several values for an attribute that has one. Usher refuses such a mapping when it is saved.', cause: 'The mapping.', advice: 'Map one value.' },
  CredentialValidationUnavailable: { ...app, retry: null, means: 'The connection could not be tested. Usher’s test says at which step it ended, and why.', cause: 'The application did not answer, or not in SCIM.', advice: 'Test the connection: usher test-connection APP.' },
  schemaInvalid: { ...app, retry: null, means: 'Mappings cannot be saved. Usher names each fault instead.', cause: 'A fault in the synchronization schema.', advice: 'Correct it: usher schema check FILE.' },
  AzureActiveDirectoryCannotUpdateObjectsOriginatedInExternalService: { ...elsewhere, means: 'The object belongs to another service.', advice: 'Change it where it comes from.' },
  AzureActiveDirectoryCannotUpdateObjectsMasteredOnPremises: { ...elsewhere, means: 'The object belongs to a directory on premises.', advice: 'Change it there.' },
  AzureDirectoryB2BManagementPolicyCheckFailure: { ...elsewhere, means: 'A policy does not let this guest in.', advice: 'Change the policy of the other tenant.' },
  AzureActiveDirectoryQuotaLimitExceeded: { ...elsewhere, means: 'The other tenant is full.', advice: 'Have its limit raised, or remove objects.' },
  AzureActiveDirectoryForbidden: { ...elsewhere, means: 'The other tenant does not allow it.', advice: 'Change its settings for guests.' },
  AzureActiveDirectoryInvalidUserPrincipalName: { ...elsewhere, means: 'The user principal name is not valid.', advice: 'Correct the value or the mapping.' },
  InvitationCreationFailure: { ...elsewhere, means: 'A guest could not be invited.', advice: 'Read the reason of the line.' },
  InvitationCreationFailureUserAccountDisabled: { ...elsewhere, means: 'A guest could not be invited, since the account is disabled.', advice: 'Enable it.' },
  InvitationCreationFailureInvalidPropertyValue: { ...elsewhere, means: 'A guest could not be invited, since a value is not valid.', advice: 'Correct the value.' },
  InvitationCreationFailureAmbiguousUser: { ...elsewhere, means: 'A guest could not be invited, since several users match.', advice: 'Remove the duplicate.' },
  EntityTypeNotSupported: { ...elsewhere, category: 'success', means: 'A group counts for the scope, and is not provisioned itself.', advice: 'Nothing.' },
  HybridSynchronizationActiveDirectoryCannotFindAttribute: { ...inAd, means: 'Active Directory has no such attribute.', advice: 'Correct the mapping.' },
  'InvalidAttributeSyntax-LdapErr': { ...inAd, means: 'Active Directory does not take the value.', advice: 'Correct the value or the mapping.' },
} as const satisfies Record<string, Row> // prettier-ignore

export const errorCodes = {
  EntryConflict: {
    ...app,
    means: 'A value clashes with another object of the application.',
    cause: 'The account exists already and was not matched, or somebody else has the value.',
    advice: 'Change the clashing value, or the matching attribute so that the existing account is found.',
    retry: 'soon',
  },
  PreconditionFailed: {
    ...app,
    means: 'The account was changed while it was written.',
    cause: 'Somebody else changed it in the application between reading and writing.',
    advice: 'Nothing: the account was changed in the application meanwhile, Usher reads it again.',
    retry: 'soon',
  },
  TooManyRequests: {
    ...app,
    means: 'The application throttles.',
    cause: 'More requests than it takes: by Usher, or by others with the same token.',
    advice: 'The application asked for fewer requests; Usher tries again by itself.',
    retry: 'soon',
  },
  InternalServerError: {
    ...app,
    means: 'The application failed.',
    cause: 'A fault in the application, or in a proxy before it.',
    advice: 'The application, or a proxy before it, has failed; its log says why. Usher tries again by itself.',
    retry: 'soon',
  },
  InsufficientRights: {
    ...app,
    means: 'Signed in, but not allowed to do this.',
    cause: 'The owner of the token may not manage accounts.',
    advice: 'Give the token’s owner the right to write users in the application.',
    retry: 'later',
  },
  Unauthorized: {
    ...app,
    means: 'The application does not take the credentials.',
    cause: 'The token is wrong, expired or revoked.',
    advice: 'Generate a new token in the application and store it: usher settings APP --secret-token -.',
    retry: 'later',
  },
  MethodNotAllowed: {
    ...app,
    means: 'The application does not offer this request.',
    cause: 'It cannot create, change or delete what was to be created, changed or deleted.',
    advice:
      'The application does not offer this request. Take creating or deleting out of the target object actions; without PATCH it has to say so in /ServiceProviderConfig.',
    retry: 'later',
  },
  UnprocessableEntity: {
    ...app,
    means: 'The application refuses a value.',
    cause: 'A rule of the application that the mapped value does not keep.',
    advice: 'Read the application’s answer and correct the value or the mapping.',
    retry: 'later',
  },
  WebExceptionProtocolError: {
    ...app,
    means: 'The connection failed.',
    cause: 'The application is down, or something on the way ends or refuses connections.',
    advice:
      'Usher tries again by itself. If it lasts, see whether the application crashes, and whether a proxy or a firewall on the way ends connections.',
    retry: 'soon',
  },
  Timeout: {
    ...app,
    means: 'No answer in time.',
    cause: 'The application, or something on the way, is too slow.',
    advice: 'The application was too slow; Usher tries again by itself.',
    retry: 'soon',
  },
  InvalidAnchor: {
    ...app,
    means: 'An account that was linked is gone.',
    cause: 'It was removed in the application.',
    advice: 'The account was removed in the application. Have it made again: usher run APP --recreate WHO.',
    retry: 'later',
  },
  NotImplemented: {
    ...app,
    means: 'The application does not offer this.',
    cause: 'It lacks a part of SCIM that the mapping or the actions need.',
    advice: 'The application does not offer this; change the mapping or the actions.',
    retry: 'later',
  },
  MissingValues: {
    ...app,
    means: 'A value is missing without which no account can be made.',
    cause: 'The person has none in the directory, or the mapping gives none.',
    advice: 'Fill the attribute in the directory, or change the mapping.',
    retry: 'later',
  },
  SchemaAttributeNotFound: {
    ...app,
    means: 'The application does not know an attribute that is mapped.',
    cause: 'The mapping names an attribute that its schema does not have.',
    advice: 'Remove the mapping, or map to an attribute the application has.',
    retry: 'later',
  },
  InternalError: {
    ...usher,
    means: 'Usher failed.',
    cause: 'A fault of Usher.',
    advice: 'This is a fault of Usher; please report it with this log entry.',
    retry: 'later',
  },
  DuplicateTargetEntries: {
    ...app,
    means: 'Several accounts of the application match one person.',
    cause: 'Two accounts have the same value in the matching attribute.',
    advice: 'Remove the duplicate account, or change the matching attribute.',
    retry: 'later',
  },
  DuplicateSourceEntries: {
    ...app,
    means: 'Two people have the same matching value.',
    cause: 'The value is not unique in the directory.',
    advice: 'Give one of the two people another value for the matching attribute.',
    retry: 'soon',
  },
  ImportSkipped: {
    ...app,
    means: 'There is no matching value, so the scope was not looked at.',
    cause: 'The person has no value for the matching attribute.',
    advice: 'Fill the matching attribute in the directory.',
    retry: 'never',
  },
  InvalidMapping: {
    ...app,
    means: 'A value cannot be mapped.',
    cause: 'An expression cannot be computed from what the person has.',
    advice: 'Correct the value in the directory, or the mapping that is named.',
    retry: 'later',
  },
  SystemForCrossDomainIdentityManagementServiceIncompatible: {
    ...app,
    means: 'The answer is not SCIM.',
    cause: 'Something else answers at the Tenant URL, or the application has a fault.',
    advice:
      'The answer is not as SCIM lays it down. Check the Tenant URL; if it is right, the application has to be corrected.',
    retry: 'later',
  },
  ...notProduced,
} as const satisfies Record<string, Row>

/** Codes of lines that are no failures: skipped, held, or done with a warning. */
export const skipCodes = {
  EntrySynchronizationSkipped: {
    ...none,
    means: 'Looked at, and nothing was done.',
    cause: 'A rule of the job leaves it alone.',
    advice: 'The line says which.',
  },
  RedundantExport: {
    ...none,
    means: 'There was nothing to change.',
    cause: 'The account is as it should be.',
    advice: 'Nothing.',
  },
  NotEffectivelyEntitled: {
    ...none,
    means: 'Not in scope.',
    cause: 'Not assigned, no role, left out by a filter, disabled or deleted.',
    advice: 'Assign the person, or change the filter: usher why WHO names the condition.',
  },
  UnableToResolveReferenceAttributeValue: {
    ...app,
    means: 'A manager or member has no account in the application.',
    cause: 'That person is not in scope, or not in the directory.',
    advice: 'Bring them into scope; the reference is then written by itself.',
  },
  TooManyDeletes: {
    ...none,
    means: 'A removal is held.',
    cause: 'More removals than accidental-deletion prevention lets through.',
    advice: 'Allow or reject it: usher removals APP.',
  },
  AdoptionHeld: {
    ...none,
    means: 'An existing account waits for a person’s yes.',
    cause: 'The application is set to take accounts over only after a review.',
    advice: 'Allow or reject it: usher adoptions APP.',
  },
  AttributeIgnored: {
    ...app,
    means: 'The application answered with the value from before.',
    cause: 'It may take the attribute and not change it.',
    advice: 'Look at the account there. If it keeps the old value, disable that attribute mapping.',
  },
} as const satisfies Record<string, Omit<Row, 'retry'>>

type Table = typeof errorCodes
/** The codes that Usher produces. */
export type ErrorCode = { [Code in keyof Table]: Table[Code]['retry'] extends null ? never : Code }[keyof Table]

/** Whose fault a code is; what has no row is no fault. */
export function categoryOf(code: string): Row['category'] {
  return rows[code]?.category ?? 'success'
}

const rows: Readonly<Record<string, Pick<Row, 'category'>>> = { ...errorCodes, ...skipCodes }
