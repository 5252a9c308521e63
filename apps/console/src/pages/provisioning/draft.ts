import type { Takes } from '../../api/ask.ts'

/** What somebody has typed in so far. */
export type Draft = {
  readonly tenantUrl: string
  readonly method: 'token' | 'oauth'
  readonly secretToken: string
  readonly tokenEndpoint: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scope: string
}

type Body = NonNullable<Takes<'POST /usher/apps/{app}/test-connection'>['body']>

export function begun(tenantUrl: string | null): Draft {
  const empty = { secretToken: '', tokenEndpoint: '', clientId: '', clientSecret: '', scope: '' }
  return { tenantUrl: tenantUrl ?? '', method: 'token', ...empty }
}

export function isComplete({ tenantUrl, method, secretToken, tokenEndpoint, clientId, clientSecret }: Draft): boolean {
  const needed = method === 'token' ? [secretToken] : [tokenEndpoint, clientId, clientSecret]
  return [tenantUrl, ...needed].every((text) => text.trim() !== '')
}

/** The words of the method that was chosen; those of the other one stay behind. */
export function bodyOf({ tenantUrl, method, secretToken, tokenEndpoint, clientId, clientSecret, scope }: Draft): Body {
  const url = { tenantUrl: tenantUrl.trim() }
  if (method === 'token') return { ...url, secretToken }
  const oauth = { tokenEndpoint: tokenEndpoint.trim(), clientId: clientId.trim(), clientSecret }
  return { ...url, oauth: scope.trim() === '' ? oauth : { ...oauth, scope: scope.trim() } }
}
