/** The addresses that a mail leads to. */
import { isSame } from '../is-same.ts'
import type { Announcement, AnnouncementKind } from '../store/announcements.ts'
import type { Keys } from '../store/secrets.ts'

/** The page of the admin center about an application; null: about all. */
export function pageOf(application: string | null): string {
  return application === null ? '/' : `/enterprise-apps/${encodeURIComponent(application)}/provisioning`
}

/** What one decides about has a page of its own. */
const pages: Readonly<Partial<Record<AnnouncementKind, string>>> = {
  removalsHeld: 'removals',
  changesHeld: 'changes',
  adoptionsHeld: 'adoptions',
}

/** Where whoever is told of it does something about it. `job`: by name, where the application has another one than its first. */
export function announcedLink(
  publicUrl: string | null,
  { kind, application }: Pick<Announcement, 'kind' | 'application'>,
  job: string | null,
): string | null {
  if (publicUrl === null) return null
  const held = application === null ? undefined : pages[kind]
  const query = new URLSearchParams([
    ...(held === undefined ? [] : [['kind', held]]),
    ...(job === null || application === null ? [] : [['job', job]]),
  ]).toString()
  const page = held === undefined ? pageOf(application) : pageOf(application).replace(/provisioning$/, 'held')
  return `${publicUrl}${page}${query === '' ? '' : `?${query}`}`
}

/** Where whoever reads an address may say that they want no more mail; nobody else knows it. */
export function unsubscribeLink(publicUrl: string | null, keys: Keys, tenant: string, address: string): string | null {
  if (publicUrl === null) return null
  return `${publicUrl}/unsubscribe/${Buffer.from(address).toString('base64url')}.${proof(keys, tenant, address)}.${tenant}`
}

/** Which directory such a link says that it is of; null when it says nothing. Proves nothing. */
export const directoryOfUnsubscribe = (text: string): string | null => text.split('.')[2] ?? null

/** The address of such a link; null when it is not one of ours. */
export function readUnsubscribe(keys: Keys, tenant: string, text: string): string | null {
  const [encoded = '', given] = text.split('.')
  const address = Buffer.from(encoded, 'base64url').toString()
  return isSame(given ?? '', proof(keys, tenant, address)) ? address : null
}

function proof(keys: Keys, tenant: string, address: string): string {
  return keys.digest(`unsubscribe ${tenant} ${address.toLowerCase()}`)
}
