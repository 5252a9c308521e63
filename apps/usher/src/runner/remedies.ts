/** The exact step that lifts a quarantine (BT-5). */
import { errorCodes, type ErrorCode } from '@usher/engine'

const byCode: Partial<Readonly<Record<ErrorCode, string>>> = {
  Unauthorized:
    'Generate a new token in the application and store it, which lifts this: usher settings APP --secret-token -.',
  InsufficientRights: 'Give the owner of the token the right to manage accounts there, then: usher run APP.',
  SystemForCrossDomainIdentityManagementServiceIncompatible:
    'Correct the Tenant URL (usher settings APP --tenant-url URL lifts this), or the application; then: usher run APP.',
  TooManyRequests: errorCodes.TooManyRequests.advice,
  InternalError: errorCodes.InternalError.advice,
}

/** `app`: its name as the command line takes it. */
export function whenRefused(code: ErrorCode, app: string): string {
  const text =
    byCode[code] ??
    'See that the application runs and can be reached. Usher tries again by itself, or now: usher run APP.'
  return text.replaceAll('APP', app)
}

export function whenTooMany(app: string): string {
  return `Correct what fails (usher failures ${app} lists it), then try everything again: usher restart ${app}. Saving other mappings does that too.`
}
