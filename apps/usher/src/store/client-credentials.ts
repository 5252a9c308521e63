/** Secrets and certificates that clients of the Graph sign in with. */
import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import { sql, type Selectable } from 'kysely'
import { uuids } from './bulk.ts'
import { touchClient } from './touch-client.ts'
import { Wrong, type Db, type Store } from './directory.ts'
import type { Tables } from './tables.ts'

export type ClientCredential = Selectable<Tables['client_credential']>

/** A secret has 40 random bytes, so that nobody guesses it from a hash, however fast that is. */
const secretBytes = 40

/** As it is stored: SHA-256, base64url. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

type NewSecret = { readonly displayName: string | null; readonly starts: Date; readonly ends: Date }

/** Makes a secret; it is in the answer, and nowhere else. */
export async function addSecret(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  appId: string,
  { displayName, starts, ends }: NewSecret,
): Promise<{ readonly secret: string; readonly row: ClientCredential }> {
  if (ends <= starts)
    throw new Wrong('invalid', 'The secret would end before it begins: endDateTime is after startDateTime.')
  const secret = randomBytes(secretBytes).toString('base64url')
  const row = await db
    .insertInto('client_credential')
    .values({
      tenant_id: tenant,
      app_id: appId,
      kind: 'password',
      display_name: displayName,
      hint: secret.slice(0, 3),
      hash: secretHash(secret),
      starts_at: starts.toISOString(),
      ends_at: ends.toISOString(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await touchClient(db, tenant, appId)
  return { secret, row }
}

/** True when there was such a one. */
export async function removeCredential(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  appId: string,
  kind: ClientCredential['kind'],
  keyId: string,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('client_credential')
    .where('tenant_id', '=', tenant)
    .where('app_id', '=', appId)
    .where('kind', '=', kind)
    .where('key_id', '=', keyId)
    .executeTakeFirst()
  await touchClient(db, tenant, appId)
  return numDeletedRows > 0n
}

/** By app id, the oldest first. */
export async function credentialsOfApps(
  { db, tenant }: Pick<Store, 'db' | 'tenant'>,
  appIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ClientCredential[]>> {
  if (appIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('client_credential')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where(sql<boolean>`app_id in ${uuids(appIds)}`)
    .orderBy('created_at')
    .orderBy('key_id')
    .execute()
  return Map.groupBy(rows, ({ app_id }) => app_id)
}

/** `keyId` alone: one that is there and stays. `key`: a new certificate, base64 of its DER or PEM. */
export type GivenKey = {
  readonly keyId: string | null
  readonly key: string | null
  readonly displayName: string | null
  readonly ends: Date | null
}

/** Makes these the certificates of a client: those that are not named go. Throws `Wrong` about one that cannot be read. */
export async function replaceKeys(trx: Db, tenant: string, appId: string, given: readonly GivenKey[]): Promise<void> {
  const before = (await credentialsOfApps({ db: trx, tenant }, [appId])).get(appId) ?? []
  const kept = new Set(given.flatMap(({ keyId, key }) => (key === null && keyId !== null ? [keyId] : [])))
  for (const { kind, key_id } of before)
    if (kind === 'key' && !kept.has(key_id)) await removeCredential({ db: trx, tenant }, appId, 'key', key_id)
  for (const { key, keyId, displayName, ends } of given) {
    if (key === null) continue
    const certificate = certificateOf(key)
    const last = new Date(certificate.validTo)
    await trx
      .insertInto('client_credential')
      .values({
        tenant_id: tenant,
        app_id: appId,
        kind: 'key',
        ...(keyId !== null && { key_id: keyId }),
        display_name: displayName ?? certificate.subject.replaceAll('\n', ', '),
        certificate: certificate.raw.toString('base64'),
        starts_at: new Date(certificate.validFrom).toISOString(),
        ends_at: (ends !== null && ends < last ? ends : last).toISOString(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  await touchClient(trx, tenant, appId)
}

function certificateOf(key: string): X509Certificate {
  try {
    const certificate = new X509Certificate(Buffer.from(key, 'base64'))
    if (certificate.publicKey.asymmetricKeyType !== 'rsa') throw new Error('It is no RSA key.')
    return certificate
  } catch (error) {
    throw new Wrong(
      'invalid',
      `keyCredentials: the key is no X.509 certificate with an RSA key in base64. ${(error as Error).message}`,
    )
  }
}
