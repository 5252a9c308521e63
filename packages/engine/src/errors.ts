/**
 * Every error code of one object, as the provisioning log prints it (engine.md section 10.5).
 *
 * `advice` is for the administrator who reads the log; `retry` says whether trying again can help by itself.
 */
export const errorCodes = {
  EntryConflict: {
    advice: 'Change the clashing value, or the matching attribute so that the existing account is found.',
    retry: 'soon',
  },
  PreconditionFailed: {
    advice: 'Nothing: the account was changed in the application meanwhile, Usher reads it again.',
    retry: 'soon',
  },
  TooManyRequests: { advice: 'The application asked for fewer requests; Usher tries again by itself.', retry: 'soon' },
  InternalServerError: {
    advice: 'The application, or a proxy before it, has failed; its log says why. Usher tries again by itself.',
    retry: 'soon',
  },
  InsufficientRights: { advice: 'Give the token’s owner the right to write users in the application.', retry: 'later' },
  Unauthorized: { advice: 'Generate a new token in the application and store it: usher settings APP.', retry: 'later' },
  MethodNotAllowed: {
    advice:
      'The application does not offer this request. Take creating or deleting out of the target object actions; without PATCH it has to say so in /ServiceProviderConfig.',
    retry: 'later',
  },
  UnprocessableEntity: {
    advice: 'Read the application’s answer and correct the value or the mapping.',
    retry: 'later',
  },
  WebExceptionProtocolError: {
    advice:
      'Usher tries again by itself. If it lasts, see whether the application crashes, and whether a proxy or a firewall on the way ends connections.',
    retry: 'soon',
  },
  Timeout: { advice: 'The application was too slow; Usher tries again by itself.', retry: 'soon' },
  InvalidAnchor: {
    advice: 'The account was removed in the application. Have it made again: usher run APP --recreate WHO.',
    retry: 'later',
  },
  NotImplemented: { advice: 'The application does not offer this; change the mapping or the actions.', retry: 'later' },
  MissingValues: { advice: 'Fill the attribute in the directory, or change the mapping.', retry: 'later' },
  SchemaAttributeNotFound: {
    advice: 'Remove the mapping, or map to an attribute the application has.',
    retry: 'later',
  },
  InternalError: { advice: 'This is a fault of Usher; please report it with this log entry.', retry: 'later' },
  DuplicateTargetEntries: { advice: 'Remove the duplicate account, or change the matching attribute.', retry: 'later' },
  DuplicateSourceEntries: {
    advice: 'Give one of the two people another value for the matching attribute.',
    retry: 'soon',
  },
  ImportSkipped: { advice: 'Fill the matching attribute in the directory.', retry: 'never' },
  InvalidMapping: { advice: 'Correct the value in the directory, or the mapping that is named.', retry: 'later' },
  SystemForCrossDomainIdentityManagementServiceIncompatible: {
    advice:
      'The answer is not as SCIM lays it down. Check the Tenant URL; if it is right, the application has to be corrected.',
    retry: 'later',
  },
} as const satisfies Record<string, { advice: string; retry: 'soon' | 'later' | 'never' }>

export type ErrorCode = keyof typeof errorCodes
