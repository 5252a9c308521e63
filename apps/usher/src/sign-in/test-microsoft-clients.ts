/** Run in a process of its own by the tests: Microsoft's packages as they are, with the authority of the service trusted. */
import { ClientAssertionCredential, ClientCertificateCredential, ClientSecretCredential } from '@azure/identity'
import { Client } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import { randomUUID } from 'node:crypto'
import { importPKCS8, SignJWT } from 'jose'

type Given = {
  readonly url: string
  readonly tenant: string
  readonly clientId: string
  readonly secret: string
  readonly pemFile: string
  readonly key: string
  readonly thumbprint: string
}
const given = JSON.parse(process.env['GIVEN'] ?? '{}') as Given
const { url, tenant, clientId, secret } = given
const options = { authorityHost: url, disableInstanceDiscovery: true }

/** RFC 7523, signed as by somebody's own hand. */
async function assertion(): Promise<string> {
  return new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'PS256', 'x5t#S256': given.thumbprint })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(`${url}/${tenant}/oauth2/v2.0/token`)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(await importPKCS8(given.key, 'PS256'))
}

const credentials = {
  secret: new ClientSecretCredential(tenant, clientId, secret, options),
  'secret by domain': new ClientSecretCredential('contoso.example', clientId, secret, options),
  certificate: new ClientCertificateCredential(tenant, clientId, { certificatePath: given.pemFile }, options),
  assertion: new ClientAssertionCredential(tenant, clientId, assertion, options),
  'wrong secret': new ClientSecretCredential(tenant, clientId, 'wrong', options),
}

const found: Record<string, unknown> = {}
for (const [name, credential] of Object.entries(credentials))
  for (const scope of [`${url}/.default`, 'https://graph.microsoft.com/.default']) {
    const authProvider = new TokenCredentialAuthenticationProvider(credential, { scopes: [scope] })
    const client = Client.initWithMiddleware({ authProvider, baseUrl: url, customHosts: new Set(['localhost']) })
    found[`${name} for ${new URL(scope).hostname}`] = await client
      .api('/organization')
      .get()
      .then(
        ({ value }: { value: readonly { readonly id: string }[] }) => value[0]?.id,
        (error: Error) => /AADSTS\d+/.exec(error.message)?.[0] ?? error.message,
      )
  }
process.stdout.write(JSON.stringify(found))
