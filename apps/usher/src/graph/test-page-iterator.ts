/** Run in a process of its own by the tests, with the authority of the service trusted: every page by Microsoft's own iterator. */
import { ClientSecretCredential } from '@azure/identity'
import { Client, PageIterator, type PageCollection } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'

type Given = { readonly url: string; readonly tenant: string; readonly clientId: string; readonly secret: string }
const { url, tenant, clientId, secret } = JSON.parse(process.env['GIVEN'] ?? '{}') as Given
const credential = new ClientSecretCredential(tenant, clientId, secret, {
  authorityHost: url,
  disableInstanceDiscovery: true,
})
const authProvider = new TokenCredentialAuthenticationProvider(credential, { scopes: [`${url}/.default`] })
const client = Client.initWithMiddleware({ authProvider, baseUrl: url, customHosts: new Set(['localhost']) })

const query = "/users?$top=100&$select=id&$filter=startsWith(displayName,'Page')"
const first = (await client.api(query).get()) as PageCollection
const ids = new Set<string>()
await new PageIterator(client, first, ({ id }: { id: string }) => {
  ids.add(id)
  return true
}).iterate()
const delta = (await client.api('/users/delta').select('id').get()) as PageCollection
const told = new PageIterator(client, delta, () => true)
await told.iterate()
const links: string[] = []
for (let page = first; page['@odata.nextLink'] !== undefined;) {
  links.push(page['@odata.nextLink'])
  page = (await client.api(page['@odata.nextLink']).get()) as PageCollection
}
process.stdout.write(JSON.stringify({ ids: ids.size, links, delta: told.getDeltaLink() }))
