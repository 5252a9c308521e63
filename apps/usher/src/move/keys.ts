/** Which key opens the secrets of a backup, and which secrets nothing opens any more. */
import { Refusal } from '@usher/host'
import { sql } from 'kysely'
import { existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import type { Db } from '../store/directory.ts'
import { openKeys, type Keys } from '../store/secrets.ts'
import { keyMark } from '../store/tenant.ts'
import { newSecret } from '../store/webhooks.ts'
import type { Header } from './header.ts'
import { unseal } from './seal.ts'

export type KeyChoice = { readonly passphrase?: string | undefined; readonly withoutKey?: boolean | undefined }

/**
 * Which key it will be; `fits`: it opens the secrets; `open` reads the key file, and makes it where there is none.
 *
 * Throws a `Refusal` with what to say when that is not clear. Changes nothing.
 */
export async function keyFor(
  file: string,
  { keyMark: mark, key }: Header,
  { passphrase, withoutKey = false }: KeyChoice,
): Promise<{ readonly fits: boolean; open(): Promise<Keys> }> {
  const there = existsSync(file) ? await openKeys(file, 'known') : null
  if (there !== null && keyMark(there) === mark) return { fits: true, open: () => Promise.resolve(there) }
  if (key === null && passphrase !== undefined)
    throw new Refusal('The backup holds no key, so there is nothing that a passphrase opens. Leave it out.', 2)
  if (key !== null && !withoutKey) {
    if (passphrase === undefined)
      throw new Refusal(
        'The backup holds the key of its secrets: open it with --passphrase, or leave it with --without-key and enter the secrets again.',
        2,
      )
    const opened = unseal(key, passphrase)
    if (there !== null) throw new Refusal(`There is another key file ${file}. Move it away first; nothing was changed.`)
    const open = async (): Promise<Keys> => {
      await writeKey(file, opened)
      return openKeys(file, 'known')
    }
    return { fits: true, open }
  }
  return { fits: false, open: () => (there === null ? openKeys(file) : Promise.resolve(there)) }
}

async function writeKey(file: string, key: string): Promise<void> {
  const draft = `${file}.${process.pid}`
  await writeFile(draft, key, { mode: 0o600 })
  await rename(draft, file)
}

/** Forgets what this key cannot open. Says what has to be entered again, each with how. */
export async function forgetSecrets(trx: Db, keys: Keys): Promise<readonly string[]> {
  const { rows: jobs } = await sql<{ application: string; job: string }>`
    update job j set secrets = null, next_secrets = null from application a
    where a.tenant_id = j.tenant_id and a.id = j.application_id and (j.secrets is not null or j.next_secrets is not null)
    returning a.display_name as application, j.name as job`.execute(trx)
  // What was given over the Graph is given again there, or by usher settings.
  await sql`update application set secrets = null where secrets is not null`.execute(trx)
  const { rows: mail } = await sql`update mail_setting set secret = null where secret is not null returning 1`.execute(
    trx,
  )
  const hooks = await trx.selectFrom('webhook').select(['tenant_id', 'id', 'name']).execute()
  for (const { tenant_id, id } of hooks) {
    const secrets = keys.encrypt(JSON.stringify([{ secret: newSecret(), until: null }]))
    await trx.updateTable('webhook').set({ secrets }).where('tenant_id', '=', tenant_id).where('id', '=', id).execute()
  }
  const factors = await forgetSignIn(trx)
  await sql`update tenant set key_check = ${keyMark(keys)}`.execute(trx)
  const quoted = (name: string): string => JSON.stringify(name)
  return [
    ...jobs.map(
      ({ application, job }) =>
        `address and credentials of ${application}, ${job}: usher settings ${quoted(application)} --job ${quoted(job)} --tenant-url URL --secret-token -`,
    ),
    ...factors,
    ...(mail.length > 0 ? ['the password of the mail server: usher mail set --password -'] : []),
    ...hooks.map(({ name }) => `what signs the webhook ${name}: usher webhook rotate ${quoted(name)} shows a new one`),
  ]
}

/** What people and clients sign in with again. Passwords and secrets of clients are hashes, which need no key. */
async function forgetSignIn(trx: Db): Promise<readonly string[]> {
  await sql`delete from signing_key`.execute(trx)
  await sql`delete from oidc_entity`.execute(trx)
  const { rows: factors } =
    await sql`update local_account set totp = null, totp_step = null where totp is not null returning 1`.execute(trx)
  const { rows: providers } =
    await sql`update sign_in_provider set secret = null where secret is not null returning 1`.execute(trx)
  return [
    ...(factors.length > 0 ? [`the second factor of ${factors.length} people: each says usher second-factor add`] : []),
    ...(providers.length > 0
      ? ['the secret of the sign-in provider: usher sign-in-provider set --client-secret-stdin']
      : []),
  ]
}
