/**
 * People sent to an inbound job (graph-api.md 13 G), in a process of its own by Microsoft's packages as they are, over https, by a client
 * that may do just that. Prints what it saw.
 */
import { ClientSecretCredential } from '@azure/identity'
import { Client, ResponseType, type GraphError } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import { setTimeout as sleep } from 'node:timers/promises'

type Row = Readonly<Record<string, unknown>>
type Given = { readonly url: string; readonly tenant: string; readonly clientId: string; readonly secret: string; readonly job: string; readonly bodies: Readonly<Record<'three' | 'many', object>> } // prettier-ignore
const { url, tenant, clientId, secret, job, bodies } = JSON.parse(process.env['GIVEN'] ?? '{}') as Given
const credential = new ClientSecretCredential(tenant, clientId, secret, {
  authorityHost: url,
  disableInstanceDiscovery: true,
})
const authProvider = new TokenCredentialAuthenticationProvider(credential, { scopes: [`${url}/.default`] })
const client = Client.initWithMiddleware({ authProvider, baseUrl: url, customHosts: new Set(['localhost']) })
const send = async (body: object, type = 'application/scim+json'): Promise<Response> =>
  (await client.api(`${job}/bulkUpload`).header('Content-Type', type).responseType(ResponseType.RAW).post(JSON.stringify(body))) as Response // prettier-ignore
const statusOf = (sent: Promise<Response>): Promise<number> =>
  sent.then(({ status }) => status, (error: GraphError) => error.statusCode) // prettier-ignore

const accepted = await send(bodies.three)
const location = accepted.headers.get('location') ?? ''
let lines: readonly Row[] = []
while (lines.length < 3) {
  // The address that it was given, as it is.
  lines = ((await client.api(location).get()) as { value: readonly Row[] }).value
  await sleep(100)
}
const told = lines.map(({ provisioningAction, sourceIdentity }) => `${String(provisioningAction)} ${String((sourceIdentity as Row)['id'])}`) // prettier-ignore
process.stdout.write(
  JSON.stringify({
    accepted: accepted.status,
    told: told.toSorted(),
    many: await statusOf(send(bodies.many)),
    json: await statusOf(send(bodies.three, 'application/json')),
    denied: await client.api('/users').get().then(() => 200, (error: GraphError) => error.statusCode), // prettier-ignore
  }),
)
