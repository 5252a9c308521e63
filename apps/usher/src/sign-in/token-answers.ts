/** What oidc-provider answers for a token, in the words of Microsoft's clients. */
import type Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { At } from './at.ts'
import { isExpired } from './clients.ts'
import type { Throttle } from './throttle.ts'
import { paths } from './paths.ts'
import { refusal, type Aadsts } from './token-errors.ts'

type Body = { readonly error?: string; readonly error_description?: string; readonly expires_in?: number }
export type Answering = { readonly failures: Throttle; fault(error: Error): void }

export function answerLikeEntra(provider: Provider, at: At, { failures, fault }: Answering): void {
  const details = new WeakMap<object, string>()
  provider.on('grant.error', (ctx, error) => {
    details.set(ctx, (error as { error_detail?: string }).error_detail ?? '')
  })
  provider.on('server_error', (_ctx, error) => fault(error))
  provider.use(async (ctx, next) => {
    await next()
    if (ctx.path !== paths.token) return
    const body = ctx.body as Body
    if (ctx.status < 400) {
      ctx.body = { ...body, ext_expires_in: body.expires_in }
      return
    }
    const wait = failures.spend(ctx.ip)
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
