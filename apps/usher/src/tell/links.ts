/** The addresses that a mail leads to. */
import { isSame } from '../is-same.ts'
import type { Keys } from '../store/secrets.ts'

/** The page of the admin center about an application; null: about all. */
export function pageOf(application: string | null): string {
  return application === null ? '/' : `/enterprise-apps/${encodeURIComponent(application)}/provisioning`
}

/** Where the state of an application is told. */
export function statusLink(publicUrl: string | null, application: string | null): string | null {
  return publicUrl === null ? null : publicUrl + pageOf(application)
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
