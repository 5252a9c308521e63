/** Clients of the Graph for tests: registered, with a service principal, permissions and credentials. */
import type { Graph } from '../graph/test-graph.ts'
import { graphAppId, permissions } from '../graph/access/permissions.ts'

export type TestClient = { readonly appId: string; readonly application: string; readonly principal: string; readonly secret: string; readonly secretKey: string } // prettier-ignore

/** A client that may do what these permissions give. */
export async function makeClient(graph: Graph, name: string, ...values: readonly string[]): Promise<TestClient> {
  const made = async (method: string, path: string, body: unknown) => {
    const answer = await graph.ask(method, path, body)
    if (answer.status >= 300) throw new Error(answer.text)
    return answer.body as Record<string, string>
  }
  const app = await made('POST', '/v1.0/applications', { displayName: name })
  const sp = await made('POST', '/v1.0/servicePrincipals', { appId: app['appId'] })
  const password = await made('POST', `/v1.0/applications/${app['id']}/addPassword`, {})
  for (const value of values) await grant(graph, String(sp['id']), value)
  return { appId: String(app['appId']), application: String(app['id']), principal: String(sp['id']), secret: String(password['secretText']), secretKey: String(password['keyId']) } // prettier-ignore
}

export async function grant(graph: Graph, principalId: string, value: string): Promise<void> {
  const resource = await graph.ask('GET', `/v1.0/servicePrincipals(appId='${graphAppId}')`)
  const appRoleId = permissions.find((one) => one.value === value)?.id
  const body = { principalId, resourceId: resource.body['id'], appRoleId }
  const answer = await graph.ask('POST', `/v1.0/servicePrincipals/${principalId}/appRoleAssignments`, body)
  if (answer.status !== 201) throw new Error(answer.text)
}

export type TokenAnswer = {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}

export async function askToken(
  url: string,
  tenant: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<TokenAnswer> {
  const answer = await fetch(`${url}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form), headers }) // prettier-ignore
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> }
}

export const bySecret = ({ appId, secret }: TestClient) =>
  ({ client_id: appId, client_secret: secret, grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' }) as const // prettier-ignore
