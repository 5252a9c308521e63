import { ScimError } from '@usher/scim'

/** /Me is for people who are signed in; a provisioning token stands for nobody (RFC 7644 §3.11). */
export function me(): never {
  throw new ScimError(501, undefined, 'The token stands for a service, not for a user, so /Me has no resource.')
}
