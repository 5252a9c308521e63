/**
 * The documented configuration sequence (graph-api.md 8.6), run in a process of its own by Microsoft's packages as they are:
 * a token by `@azure/identity`, requests by `@microsoft/microsoft-graph-client`, over https. Prints what it saw.
 */
import { ClientSecretCredential } from '@azure/identity'
import { Client, PageIterator, type PageCollection } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import { setTimeout as sleep } from 'node:timers/promises'

type Given = {
  readonly url: string
  readonly tenant: string
  readonly clientId: string
  readonly secret: string
  readonly target: string
  readonly token: string
  readonly people: readonly string[]
}
type Row = Readonly<Record<string, unknown>>
const { url, tenant, clientId, secret, target, token, people } = JSON.parse(process.env['GIVEN'] ?? '{}') as Given
const credential = new ClientSecretCredential(tenant, clientId, secret, {
  authorityHost: url,
  disableInstanceDiscovery: true,
})
const authProvider = new TokenCredentialAuthenticationProvider(credential, { scopes: [`${url}/.default`] })
const client = Client.initWithMiddleware({ authProvider, baseUrl: url, customHosts: new Set(['localhost']) })
const get = async <T>(path: string): Promise<T> => (await client.api(path).get()) as T
const post = async <T>(path: string, body: object = {}): Promise<T> => (await client.api(path).post(body)) as T
const text = (value: unknown): string => String(value)

// 1. The template, 2. the application.
const { value: templates } = await get<{ value: readonly Row[] }>(
  "/applicationTemplates?$filter=displayName eq 'Dynamic Signal'",
)
const made = await post<{ servicePrincipal: Row }>(`/applicationTemplates/${text(templates[0]?.['id'])}/instantiate`, {
  displayName: 'Dynamic Signal',
})
const sp = text(made.servicePrincipal['id'])
const role = (made.servicePrincipal['appRoles'] as readonly Row[]).find(({ displayName }) => displayName === 'User')
const at = `/servicePrincipals/${sp}/synchronization`

// 3. Its templates, 4. a job, 5. a test, 6. the credentials.
const { value: jobTemplates } = await get<{ value: readonly Row[] }>(`${at}/templates`)
const { id: job } = await post<Row>(`${at}/jobs`, { templateId: jobTemplates.find((one) => one['default'])?.['id'] })
const credentials = [
  { key: 'BaseAddress', value: target },
  { key: 'SecretToken', value: token },
]
const refused = await post(`${at}/jobs/${text(job)}/validateCredentials`, {
  credentials: [credentials[0], { key: 'SecretToken', value: 'wrong' }],
}).then(
  () => 'taken',
  (error: { code?: string }) => error.code,
)
await post(`${at}/jobs/${text(job)}/validateCredentials`, { credentials })
await client.api(`${at}/secrets`).put({ value: credentials })

// 7. Who has it, 8. the start, 9. until it is steady.
for (const principalId of people)
  await post(`/servicePrincipals/${sp}/appRoleAssignedTo`, { principalId, resourceId: sp, appRoleId: role?.['id'] })
await post(`${at}/jobs/${text(job)}/start`)
type Job = { readonly status: { readonly code: string; readonly synchronizedEntryCountByType: readonly Row[] } }
let now = await get<Job>(`${at}/jobs/${text(job)}`)
for (let tries = 0; now.status.code !== 'Active' && tries < 100; tries += 1) {
  await sleep(300)
  now = await get<Job>(`${at}/jobs/${text(job)}`)
}

// 10. The log, by pages of two, whose links are followed as they come.
const rows: Row[] = []
const first = (await client
  .api('/auditLogs/provisioning')
  .filter(`jobId eq '${text(job)}' and provisioningAction eq 'create'`)
  .top(2)
  .get()) as PageCollection
await new PageIterator(client, first, (row: Row) => {
  rows.push(row)
  return true
}).iterate()

const denied = await get('/directoryRoles').then(
  () => 'allowed',
  (error: { statusCode?: number; code?: string }) => `${error.statusCode} ${error.code}`,
)
process.stdout.write(
  JSON.stringify({
    refused,
    code: now.status.code,
    counts: now.status.synchronizedEntryCountByType,
    created: rows
      .map((row) => text((row['sourceIdentity'] as Row)['displayName']))
      .toSorted((a, b) => a.localeCompare(b)),
    link: text(first['@odata.nextLink']).startsWith(`${url}/v1.0/auditLogs/provisioning?`),
    denied,
  }),
)
