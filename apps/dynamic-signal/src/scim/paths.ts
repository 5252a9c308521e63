import type { Tenant } from '../tenant/tenant.ts'

/** Where a request goes: to which tenant (`null`: the address does not say), which version of SCIM, and what below it. */
export type Located = { readonly tenantName: string | null; readonly version: string; readonly path: string }

/**
 * Takes a request's address apart: `/scim/v2/Users`, `/t/acme/scim/v2/Users`, and without a version the newest
 * (RFC 7644 §3.13).
 */
export function locateBase(url: string): Located {
  const [path = ''] = url.split('?', 1)
  const segments = path.split('/').filter((segment) => segment !== '')
  const isNamed = segments[0] === 't'
  const tenantName = isNamed ? (segments[1] ?? '') : null
  const rest = segments.slice(isNamed ? 3 : 1)
  const [first = ''] = rest
  if (!isVersion(first)) return { tenantName, version: 'v2', path: `/${rest.join('/')}` }
  return { tenantName, version: first.toLowerCase(), path: `/${rest.slice(1).join('/')}` }
}

function isVersion(segment: string): boolean {
  return /^v\d+$/i.test(segment)
}

/** The SCIM API URL of a tenant. */
export function baseOf({ isFirst, name }: Pick<Tenant, 'isFirst' | 'name'>, baseUrl: string): string {
  return isFirst ? `${baseUrl}/scim/v2` : `${baseUrl}/t/${name}/scim/v2`
}
