import formbody from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import type { Attempts } from '../attempts.ts'
import type { Clients } from '../store/clients.ts'
import type { Tokens } from '../store/tokens.ts'
import type { Scope } from '../tenant/scopes.ts'

/** How long an access token holds, in seconds. Identity providers want at least an hour and at most six. */
const lifetime = 3600

export type TokenService = { readonly clients: Clients; readonly tokens: Tokens; readonly attempts: Attempts }

/** A failure as OAuth says it (RFC 6749 §5.2). */
class OAuthError extends Error {
  readonly error: string
  readonly status: number

  constructor(error: string, status: number, sentence: string) {
    super(sentence)
    this.error = error
    this.status = status
  }
}

/**
 * POST /oauth/token: an access token for a client's own credentials (RFC 6749 §4.4).
 *
 * The credentials come in the form (`client_secret_post`) or in a Basic header. Credentials that are wrong too often
 * from one address are answered 429 for a minute.
 */
export async function tokenEndpoint(app: FastifyInstance, { clients, tokens, attempts }: TokenService): Promise<void> {
  await app.register(formbody, { bodyLimit: 64 * 1024 })

  app.setErrorHandler((error, _request, reply) => {
    const { error: code, status, message } = asOAuthError(error)
    if (status === 401) void reply.header('www-authenticate', 'Basic realm="oauth"')
    return reply.status(status).send({ error: code, error_description: message })
  })

  app.post('/oauth/token', async (request, reply) => {
    void reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
    const form = (request.body ?? {}) as Readonly<Record<string, unknown>>
    const field = (name: string): string => (typeof form[name] === 'string' ? form[name] : '')
    if (field('grant_type') !== 'client_credentials')
      throw new OAuthError('unsupported_grant_type', 400, 'The grant_type must be client_credentials.')
    const { id, secret } = basic(request.headers.authorization) ?? {
      id: field('client_id'),
      secret: field('client_secret'),
    }
    const wait = attempts.secondsToWait(request.ip)
    const client = id.includes('\0') ? undefined : await clients.find(id.slice(0, 100), secret.slice(0, 200))
    if (client === undefined) {
      attempts.failed(request.ip)
      // Only what is wrong is put off: a valid client is never refused because of others.
      if (wait > 0) {
        void reply.header('retry-after', String(wait))
        throw new OAuthError('invalid_client', 429, 'Too many requests with wrong credentials. Try again later.')
      }
      throw new OAuthError('invalid_client', 401, 'The client is unknown, or its secret is wrong, expired or revoked.')
    }
    const scopes = scopesFor(client.scopes, field('scope'))
    const { tenantId, ownerId, id: clientId } = client
    const label = `client ${clientId}`
    const { secret: token } = await tokens.create({ tenantId, ownerId, label, seconds: lifetime, scopes, clientId })
    return { access_token: token, token_type: 'Bearer', expires_in: lifetime, scope: scopes.join(' ') }
  })
}

/** The scopes asked for, all of the client's when none are. One that the client does not have is refused. */
function scopesFor(allowed: readonly Scope[], asked: string): readonly Scope[] {
  const wanted = asked.split(' ').filter((scope) => scope !== '')
  if (wanted.length === 0) return allowed
  const scopes = allowed.filter((scope) => wanted.includes(scope))
  if (scopes.length < new Set(wanted).size)
    throw new OAuthError('invalid_scope', 400, `This client may have: ${allowed.join(' ')}.`)
  return scopes
}

function basic(header: string | undefined): { id: string; secret: string } | undefined {
  const [scheme, encoded = ''] = header?.trim().split(/ +/) ?? []
  if (scheme?.toLowerCase() !== 'basic') return undefined
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':', 2).map(decoded)
  return { id, secret }
}

/** Both parts are form-encoded before they are joined (RFC 6749 §2.3.1). */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

function asOAuthError(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error
  const { statusCode } = error as { statusCode?: number }
  if (statusCode !== undefined && statusCode < 500)
    return new OAuthError('invalid_request', statusCode, 'Send the request as application/x-www-form-urlencoded.')
  process.stderr.write(`${String((error as Error).stack ?? error)}\n`)
  return new OAuthError('server_error', 500, 'Something went wrong here.')
}
