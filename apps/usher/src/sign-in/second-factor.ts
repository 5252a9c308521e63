/** The second factor: codes of six digits that change every thirty seconds (RFC 6238). */
import { Secret, TOTP } from 'otpauth'

const period = 30

const totp = (secret: string, label = ''): TOTP =>
  new TOTP({ issuer: 'Usher', label, algorithm: 'SHA1', digits: 6, period, secret: Secret.fromBase32(secret) })

export const newSecret = (): string => new Secret({ size: 20 }).base32

/** What an authenticator app reads, from a QR code or typed in. */
export const uriOf = (secret: string, userPrincipalName: string): string => totp(secret, userPrincipalName).toString()

/** The step that a code is of, one before or after now at most; null: it is none. `now`: milliseconds. */
export function stepOf(secret: string, code: string, now: number): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const delta = totp(secret).validate({ token: code, window: 1, timestamp: now })
  return delta === null ? null : Math.floor(now / 1000 / period) + delta
}
