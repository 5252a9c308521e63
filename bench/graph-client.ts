/** A service in this process on a PostgreSQL, asked over HTTP as a client asks Microsoft Graph: with a token of its own. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { graphAppId, permissions } from '../apps/usher/src/graph/access/permissions.ts'
import { serve } from '../apps/usher/src/serve.ts'

type Json = Readonly<Record<string, unknown>>
export type GraphClient = {
  /** By the token of this machine. */
  admin(method: string, path: string, body?: unknown): Promise<Json>
  /** By the client's own token. */
  ask(path: string): Promise<Json>
  close(): Promise<void>
}

/** `granted`: permissions of the client. */
export async function graphClient(databaseUrl: string, ...granted: readonly string[]): Promise<GraphClient> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-bench-'))
  const config = { data: join(folder, 'data'), host: '127.0.0.1', port: 0, databaseUrl } as const
  const service = await serve(config, () => undefined)
  const { token: local } = JSON.parse(await readFile(service.tokenFile, 'utf8')) as { token: string }
  const send = async (token: string, method: string, path: string, body?: unknown): Promise<Json> => {
    const headers = { 'authorization': `Bearer ${token}`, 'consistencylevel': 'eventual', 'content-type': 'application/json' } // prettier-ignore
    const answer = await fetch(new URL(path, service.url), { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }) // prettier-ignore
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${text}`)
    return text === '' ? {} : (JSON.parse(text) as Json)
  }
  const admin = (method: string, path: string, body?: unknown): Promise<Json> => send(local, method, path, body)
  const token = await tokenFor(service.url, admin, granted)
  return {
    admin,
    ask: (path) => send(token, 'GET', path),
    async close() {
      await service.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function tokenFor(url: string, admin: GraphClient['admin'], granted: readonly string[]): Promise<string> {
  const app = await admin('POST', '/v1.0/applications', { displayName: 'Bench' })
  const principal = await admin('POST', '/v1.0/servicePrincipals', { appId: app['appId'] })
  const { secretText } = await admin('POST', `/v1.0/applications/${String(app['id'])}/addPassword`, {})
  const resource = await admin('GET', `/v1.0/servicePrincipals(appId='${graphAppId}')`)
  for (const value of granted)
    await admin('POST', `/v1.0/servicePrincipals/${String(principal['id'])}/appRoleAssignments`, {
      principalId: principal['id'],
      resourceId: resource['id'],
      appRoleId: permissions.find((one) => one.value === value)?.id,
    })
  const { value } = await admin('GET', '/v1.0/organization')
  const [{ id: tenant } = {}] = value as readonly { readonly id?: string }[]
  const form = { client_id: String(app['appId']), client_secret: String(secretText), grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' } // prettier-ignore
  const answer = await fetch(`${url}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) })
  const { access_token: token } = (await answer.json()) as { access_token?: string }
  if (token === undefined) throw new Error(`No token: ${answer.status}`)
  return token
}
