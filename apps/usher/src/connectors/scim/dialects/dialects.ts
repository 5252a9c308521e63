import type { Dialect } from '../../../gallery/template.ts'
import type { ScimDialect } from './dialect.ts'
import { entra, entra062020 } from './entra.ts'
import { rfc } from './rfc.ts'

export const dialects: Readonly<Record<Dialect, ScimDialect>> = { rfc, entra, 'entra+062020': entra062020 }

/** Flags that a Tenant URL may carry for Entra, and what they choose (CY-74); compared without regard to case. */
const flags: Readonly<Record<string, Dialect>> = {
  aadoptscim062020: 'entra+062020',
  azureadscimpatch2017: 'entra',
}

/** The Tenant URL as requests use it, and the dialect that a flag on it chooses. A flag is never sent (T-6). */
export function readTenantUrl(text: string): { readonly url: URL; readonly flag: Dialect | null } {
  const url = new URL(text)
  const parts = url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '')
  const dialectOf = (part: string): Dialect | undefined => flags[(part.split('=')[0] ?? '').toLowerCase()]
  const flag = parts.map(dialectOf).find((dialect) => dialect !== undefined) ?? null
  url.search = parts.filter((part) => dialectOf(part) === undefined).join('&')
  url.hash = ''
  return { url, flag }
}
