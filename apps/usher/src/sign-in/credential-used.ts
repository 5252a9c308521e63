/** With which of its credentials a client signed in, of each request: its tokens end with that credential. */
import { randomBytes } from 'node:crypto'

type Used = { readonly keyId: string; readonly by: 'secret' | 'certificate' }

const used = new WeakMap<object, Used>()

export function noteCredential(ctx: object | undefined, one: Used): void {
  if (ctx !== undefined) used.set(ctx, one)
}
export const credentialUsed = (ctx: object): Used | undefined => used.get(ctx)

/** The `uti` of a token: random, and the id of the credential behind it. */
export function tokenId(keyId: string | null): string {
  const bytes = keyId === null ? Buffer.alloc(0) : Buffer.from(keyId.replaceAll('-', ''), 'hex')
  return Buffer.concat([randomBytes(16), bytes]).toString('base64url')
}

/** Null when there is none behind it. */
export function credentialIn(uti: string): string | null {
  const hex = Buffer.from(uti, 'base64url').subarray(16).toString('hex')
  if (hex.length !== 32) return null
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
