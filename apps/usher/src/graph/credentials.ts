/** Secrets and certificates of clients as the Graph shows them, and as it takes them (graph-api.md 4.1). */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ClientCredential, GivenKey } from '../store/client-credentials.ts'
import { GraphFault } from './wire/fault.ts'

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
const name = z.string().max(120).nullish()

export const passwordShape = z.object({
  displayName: name,
  startDateTime: instant.nullish(),
  endDateTime: instant.nullish(),
})
export const addPasswordShape = z.object({ passwordCredential: passwordShape.nullish() })
export const removePasswordShape = z.object({ keyId: z.guid() })
export const keyCredentialsShape = z
  .array(
    z.object({
      keyId: z.guid().nullish(),
      key: z
        .base64()
        .max(64 * 1024)
        .nullish(),
      displayName: name,
      endDateTime: instant.nullish(),
      type: z.string().nullish(),
      usage: z.string().nullish(),
    }),
  )
  .max(100)

const years = 2

/** When a secret begins and ends: two years from now, unless said. */
export function lifeOf({ startDateTime, endDateTime, displayName }: z.infer<typeof passwordShape>) {
  const starts = startDateTime ?? new Date()
  const usual = new Date(starts)
  usual.setUTCFullYear(usual.getUTCFullYear() + years)
  return { displayName: displayName ?? null, starts, ends: endDateTime ?? usual }
}

export function givenKeys(list: z.infer<typeof keyCredentialsShape>): readonly GivenKey[] {
  return list.map(({ keyId, key, displayName, endDateTime, type }) => {
    if (type !== undefined && type !== null && type !== 'AsymmetricX509Cert')
      throw new GraphFault('badRequest', `keyCredentials: the type is AsymmetricX509Cert; ${type} is not taken.`)
    if ((key ?? null) === null && (keyId ?? null) === null)
      throw new GraphFault(
        'badRequest',
        'keyCredentials: give the key, a certificate in base64, or the keyId of one that is there.',
      )
    return { keyId: keyId ?? null, key: key ?? null, displayName: displayName ?? null, ends: endDateTime ?? null }
  })
}

/** `secretText` only when it was made just now. */
export function shownPassword(row: ClientCredential, secretText: string | null = null) {
  return {
    customKeyIdentifier: null,
    displayName: row.display_name,
    endDateTime: instantText(row.ends_at),
    hint: row.hint,
    keyId: row.key_id,
    secretText,
    startDateTime: instantText(row.starts_at),
  }
}

function shownKey(row: ClientCredential) {
  const der = Buffer.from(row.certificate ?? '', 'base64')
  return {
    customKeyIdentifier: createHash('sha1').update(der).digest('hex').toUpperCase(),
    displayName: row.display_name,
    endDateTime: instantText(row.ends_at),
    key: null,
    keyId: row.key_id,
    startDateTime: instantText(row.starts_at),
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
  }
}

/** As the Graph writes it, in UTC; null stays null. */
export function instantText(at: string | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

export function credentialsShown(rows: readonly ClientCredential[]) {
  return {
    keyCredentials: rows.filter(({ kind }) => kind === 'key').map(shownKey),
    passwordCredentials: rows.filter(({ kind }) => kind === 'password').map((row) => shownPassword(row)),
  }
}
