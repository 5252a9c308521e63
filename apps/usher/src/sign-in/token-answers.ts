/** What oidc-provider answers for a token, in the words of Microsoft's clients. */
import type Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { At } from './at.ts'
import { isExpired } from './clients.ts'
import type { Throttle } from './throttle.ts'
import { paths } from './paths.ts'
import { refusal, type Aadsts } from './token-errors.ts'

type Body = {
  readonly verification_uri?: string
  readonly verification_uri_complete?: string
  readonly user_code?: string
  readonly error?: string
  readonly error_description?: string
  readonly expires_in?: number
}
export type Answering = { readonly failures: Throttle; fault(error: Error): void }

export function answerLikeEntra(provider: Provider, at: At, { failures, fault }: Answering): void {
  const details = new WeakMap<object, string>()
  provider.on('grant.error', (ctx, error) => {
    details.set(ctx, (error as { error_detail?: string }).error_detail ?? '')
  })
  provider.on('server_error', (_ctx, error) => fault(error))
  provider.use(async (ctx, next) => {
    await next()
    if (ctx.path !== paths.token && ctx.path !== paths.device_authorization) return
    const body = ctx.body as Body
    if (ctx.status < 400) {
      ctx.body = ctx.path === paths.token ? tokens(body, at, ctx as unknown as KoaContextWithOIDC) : asked(body)
      return
    }
    // Whoever waits for somebody to type in a code asks again and again, as they are told to.
    const wait = body.error === 'authorization_pending' ? 0 : failures.spend(ctx.ip)
    const detail = details.get(ctx) ?? ''
    const [number, values] =
      wait > 0 ? ([90055, [String(wait)]] as const) : await why(at, ctx as unknown as KoaContextWithOIDC, body, detail)
    const said = { base: at.base, correlation: ctx.get('client-request-id') || String(ctx.query['client-request-id'] ?? '') } // prettier-ignore
    const { status, body: answer } = refusal(number, values, said)
    ctx.status = status
    ctx.body = answer
    if (wait > 0) ctx.set('retry-after', String(wait))
  })
}

/** Seconds between two questions whether somebody has typed in the code. */
const interval = 2

/** What Microsoft's libraries know somebody again by is who they are and where. */
function tokens(body: Body, { store }: At, { oidc }: KoaContextWithOIDC): object {
  const person = oidc.account?.accountId
  const about = person === undefined ? null : JSON.stringify({ uid: person, utid: store.tenant })
  return {
    ...body,
    ext_expires_in: body.expires_in,
    ...(about !== null && { client_info: Buffer.from(about).toString('base64url') }),
  }
}

/** Of RFC 8628, without the address that has the code in it: who types it in has seen it on their own screen. */
function asked(answer: Body): object {
  const { verification_uri_complete: _, ...body } = answer
  const message = `To sign in, open ${body.verification_uri} in a browser, and type in the code ${body.user_code}.`
  return { ...body, interval, message }
}

type Why = readonly [number: Aadsts, values: readonly [string?, string?, string?]]

async function why(at: At, ctx: KoaContextWithOIDC, body: Body, detail: string): Promise<Why> {
  const said = detail === '' ? (body.error_description ?? '') : detail
  const params = (ctx.oidc.params ?? {}) as Readonly<Record<string, string | undefined>>
  const appId = ctx.oidc.client?.clientId ?? params['client_id'] ?? ''
  switch (body.error ?? '') {
    case 'invalid_client': {
      if (params['client_assertion'] !== undefined) return [700027, [appId, '', said]]
      const secret = params['client_secret'] ?? secretIn(ctx.get('authorization'))
      return (await isExpired(at, appId, secret)) ? [7000222, [appId]] : [7000215, [appId]]
    }
    case 'invalid_grant':
      return [70000, ['', '', said]]
    case 'authorization_pending':
      return [70016, [String(interval)]]
    case 'expired_token':
      return [70019, []]
    case 'access_denied':
      return [65004, []]
    case 'invalid_scope':
    case 'invalid_target':
      return [70011, [params['scope'] ?? '']]
    case 'unsupported_grant_type':
      return [70003, [params['grant_type'] ?? '']]
    case 'unauthorized_client':
      return [700038, [appId]]
    case 'server_error':
      return [90033, []]
  }
  return said.includes('not allowed for this client') ? [700038, [appId]] : [900023, ['', '', said]]
}

function secretIn(authorization: string): string {
  const text = Buffer.from(authorization.split(' ')[1] ?? '', 'base64').toString()
  const secret = text.slice(text.indexOf(':') + 1)
  try {
    return decodeURIComponent(secret.replaceAll('+', '%20'))
  } catch {
    return secret
  }
}
