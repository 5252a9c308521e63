/** Where announcements are posted to, each with the secrets that sign them. */
import { add, type Instant } from '@usher/engine'
import { randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { AnnouncementKind } from './announcements.ts'
import { storable } from './bulk.ts'
import { brokenIndex, Wrong, type Store } from './directory.ts'
import type { Keys } from './secrets.ts'
import type { Tables } from './tables.ts'

export type Webhook = {
  readonly id: string
  readonly name: string
  readonly url: string
  /** What it is told of; null: everything. */
  readonly kinds: readonly AnnouncementKind[] | null
  readonly enabled: boolean
}
/** `until`: the end of a secret that another one replaces; null for the newest. */
export type SigningSecret = { readonly secret: string; readonly until: Instant | null }

/** Hours that the secret of before stays live after a rotation. */
const overlap = 24

export async function listWebhooks({ db, tenant }: Store): Promise<readonly Webhook[]> {
  const rows = await db
    .selectFrom('webhook')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .orderBy('created_at')
    .orderBy('name')
    .execute()
  return rows.map(toWebhook)
}

/** The webhook of this name or id; throws `Wrong` with the names there are. */
export async function findWebhook(store: Store, name: string): Promise<Webhook> {
  const all = await listWebhooks(store)
  const found = all.find((one) => one.name.toLowerCase() === name.toLowerCase() || one.id === name)
  if (found !== undefined) return found
  const names =
    all.length === 0 ? 'There is none yet' : `There are: ${all.map((one) => JSON.stringify(one.name)).join(', ')}`
  throw new Wrong('notFound', `There is no webhook "${name}". ${names}.`)
}

/** Makes a webhook; its secret is given back this once. Throws `Wrong` when the name is taken. */
export async function insertWebhook(
  { db, tenant }: Store,
  keys: Keys,
  wanted: Omit<Webhook, 'id' | 'enabled'>,
): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
  const secret = newSecret()
  try {
    const row = await db
      .insertInto('webhook')
      .values({
        tenant_id: tenant,
        name: wanted.name,
        url: wanted.url,
        kinds: wanted.kinds === null ? null : storable(wanted.kinds),
        secrets: keys.encrypt(JSON.stringify([{ secret, until: null }])),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    return { webhook: toWebhook(row), secret }
  } catch (error) {
    if (brokenIndex(error) === null) throw error
    throw new Wrong('conflict', `There is a webhook "${wanted.name}" already. Give this one another name.`)
  }
}

export async function updateWebhook(
  { db, tenant }: Store,
  id: string,
  { url, kinds, enabled }: Pick<Webhook, 'url' | 'kinds' | 'enabled'>,
): Promise<void> {
  await db
    .updateTable('webhook')
    .set({ url, enabled, kinds: kinds === null ? null : storable(kinds) })
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .execute()
}

/** Forgets a webhook, and what waits for it. */
export async function removeWebhook({ db, tenant }: Store, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('webhook').where('tenant_id', '=', tenant).where('id', '=', id).execute()
    await trx
      .deleteFrom('delivery')
      .where('tenant_id', '=', tenant)
      .where('channel', '=', 'webhook')
      .where('recipient', '=', id)
      .where('state', '=', 'waiting')
      .execute()
  })
}

/** The secrets that sign now, the newest first. */
export async function signingSecrets(
  { db, tenant }: Store,
  keys: Keys,
  { id, now }: { readonly id: string; readonly now: Instant },
): Promise<readonly string[]> {
  const row = await db
    .selectFrom('webhook')
    .select('secrets')
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return live(JSON.parse(keys.decrypt(row.secrets)) as readonly SigningSecret[], now).map(({ secret }) => secret)
}

/** A new secret, given back this once; the one of before signs too until then. */
export async function rotateSecret(
  { db, tenant }: Store,
  keys: Keys,
  { id, now }: { readonly id: string; readonly now: Instant },
): Promise<{ readonly secret: string; readonly until: Instant }> {
  const secret = newSecret()
  const until = add(now, overlap * 3600_000)
  await db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('webhook')
      .select('secrets')
      .where('tenant_id', '=', tenant)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow()
    // Two are live at once, not more: whoever rotates again does so because one has leaked.
    const [before] = live(JSON.parse(keys.decrypt(row.secrets)) as readonly SigningSecret[], now)
    const secrets = [{ secret, until: null }, ...(before === undefined ? [] : [{ ...before, until }])]
    await trx
      .updateTable('webhook')
      .set({ secrets: keys.encrypt(JSON.stringify(secrets)) })
      .where('tenant_id', '=', tenant)
      .where('id', '=', id)
      .execute()
  })
  return { secret, until }
}

function live(secrets: readonly SigningSecret[], now: Instant): readonly SigningSecret[] {
  return secrets.filter(({ until }) => until === null || until > now)
}

/** Standard Webhooks: 24 to 64 bytes in base64, with a prefix that scanners for leaked secrets know. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

function toWebhook({ id, name, url, kinds, enabled }: Selectable<Tables['webhook']>): Webhook {
  return { id, name, url, kinds, enabled }
}
