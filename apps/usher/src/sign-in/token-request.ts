/** A request for a token as Microsoft's clients make it, and as oidc-provider reads it; or why it is refused before. */
import { findTenant } from '../store/find-tenant.ts'
import { clientByAppId } from '../store/principals.ts'
import type { At } from './at.ts'
import { deviceGrant, isFirstParty } from './first-party.ts'
import { audiences, readScope, resourceOf } from './scope.ts'
import type { Aadsts } from './token-errors.ts'

export type Refused = { readonly number: Aadsts; readonly values: readonly [string?, string?, string?] }
export type TokenRequest = { readonly form: URLSearchParams; readonly basic: string | undefined }

/** As they are written, and what they are: Microsoft's libraries have a short name for one. */
const grants = new Map([
  ...['client_credentials', 'authorization_code', 'refresh_token', deviceGrant].map((name) => [name, name] as const),
  ['device_code', deviceGrant] as const,
])

/** Of what is not told: fields that MSAL adds and nobody reads here are left out. */
const passed = ['grant_type', 'client_id', 'client_secret', 'client_assertion', 'client_assertion_type', 'code', 'redirect_uri', 'code_verifier', 'refresh_token', 'device_code'] // prettier-ignore

/** The client that asks, from wherever it says so; empty when nowhere. */
export function clientIn({ form, basic }: TokenRequest): string {
  return form.get('client_id') ?? fromBasic(basic) ?? fromAssertion(form.get('client_assertion')) ?? ''
}

/** The directory that is meant; null: there is none. */
export const tenantOf = (at: Pick<At, 'store'>, segment: string, appId: string): Promise<string | null> =>
  findTenant(at.store.db, segment, appId)

/** The form for oidc-provider. */
export async function translated(at: At, request: TokenRequest): Promise<URLSearchParams | Refused> {
  const { form, basic } = request
  const grant = form.get('grant_type')
  if (grant === null || grant === '') return missing('grant_type')
  const known = grants.get(grant)
  if (known === undefined) return { number: 70003, values: [grant] }
  const appId = clientIn(request)
  if (appId === '') return missing('client_id')
  const refused = await unusable(at, appId)
  if (refused !== null) return refused
  const made = new URLSearchParams()
  for (const name of passed) for (const value of form.getAll(name)) made.append(name, value)
  made.set('grant_type', known)
  if (grant !== 'client_credentials') return made
  if (basic === undefined && !form.has('client_secret') && !form.has('client_assertion'))
    return isFirstParty(appId) ? { number: 700038, values: [appId] } : { number: 7000218, values: [] }
  const scope = form.get('scope') ?? ''
  if (scope === '') return missing('scope')
  const asked = readScope(scope, audiences(at.base, at.origin))
  const audience = asked?.audience ?? null
  if (audience === null || asked?.names.join(' ') !== '.default') return { number: 70011, values: [scope] }
  made.set('resource', resourceOf(audience))
  return made
}

/** The form of a device authorization request (RFC 8628) for oidc-provider. */
export async function deviceForm(at: At, form: URLSearchParams): Promise<URLSearchParams | Refused> {
  const appId = form.get('client_id') ?? ''
  if (appId === '') return missing('client_id')
  const refused = await unusable(at, appId)
  if (refused !== null) return refused
  if (!isFirstParty(appId)) return { number: 700038, values: [appId] }
  const made = delegatedForm(at, new URLSearchParams({ client_id: appId, scope: form.get('scope') ?? 'openid' }))
  return made ?? { number: 70011, values: [form.get('scope') ?? ''] }
}

/** With what Microsoft's form of a scope means; null: it is not understood. */
export function delegatedForm(at: Pick<At, 'base' | 'origin'>, form: URLSearchParams): URLSearchParams | null {
  const asked = readScope(form.get('scope') ?? '', audiences(at.base, at.origin))
  if (asked === null) return null
  const made = new URLSearchParams(form)
  const names = asked.names.length === 0 || asked.names.includes('.default') ? ['user_impersonation'] : asked.names
  made.set('scope', [...new Set([...asked.openid, ...names])].join(' '))
  made.set('resource', resourceOf(asked.audience ?? at.origin))
  return made
}

async function unusable({ store }: At, appId: string): Promise<Refused | null> {
  if (isFirstParty(appId)) return null
  const client = await clientByAppId(store, appId)
  if (client === null) return { number: 700016, values: [appId, store.tenant] }
  if (client.principal === null) return { number: 7000229, values: [appId, store.tenant] }
  return client.enabled ? null : { number: 7000112, values: [appId] }
}

const missing = (name: string): Refused => ({ number: 900144, values: [name] })

function fromBasic(basic: string | undefined): string | null {
  const [scheme = '', value = ''] = (basic ?? '').split(' ')
  if (scheme.toLowerCase() !== 'basic') return null
  const [id = ''] = Buffer.from(value, 'base64').toString().split(':')
  try {
    return decodeURIComponent(id.replaceAll('+', '%20'))
  } catch {
    return null
  }
}

function fromAssertion(assertion: string | null): string | null {
  try {
    const payload = JSON.parse(Buffer.from(assertion?.split('.')[1] ?? '', 'base64url').toString()) as { sub?: unknown }
    return typeof payload.sub === 'string' ? payload.sub : null
  } catch {
    return null
  }
}
