/** The programs of Usher itself that people sign in to. Nobody registers them, and nobody consents to them. */
import type { ClientMetadata } from 'oidc-provider'

export const commandLine = '75736865-7200-4000-8000-000000636c69'
/** The client of Microsoft's libraries where none is said: sign-in by a device code, and nothing else. */
export const microsoftTools = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
export const adminCenter = '75736865-7200-4000-8000-636f6e736f6c'

export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

/** Where the server takes the code for the admin center. */
export const donePath = '/sign-in/done'

const programs: Readonly<Record<string, (base: string) => ClientMetadata>> = {
  // RFC 8252: a program that listens on a free port of this machine, so any port will do.
  [commandLine]: () => ({
    client_id: commandLine,
    client_name: 'the Usher command line',
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['http://127.0.0.1/', 'http://[::1]/'],
    grant_types: ['authorization_code', 'refresh_token', deviceGrant],
    response_types: ['code'],
  }),
  [microsoftTools]: () => ({
    client_id: microsoftTools,
    client_name: 'a tool that uses a Microsoft library',
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: [],
    grant_types: [deviceGrant, 'refresh_token'],
    response_types: [],
  }),
  [adminCenter]: (base) => ({
    client_id: adminCenter,
    client_name: 'Usher',
    application_type: 'web',
    token_endpoint_auth_method: 'none',
    redirect_uris: [base + donePath],
    grant_types: ['authorization_code'],
    response_types: ['code'],
  }),
}

export function firstParty(id: string, base: string): ClientMetadata | undefined {
  return Object.hasOwn(programs, id) ? programs[id]?.(base) : undefined
}

export const isFirstParty = (id: string): boolean => Object.hasOwn(programs, id)
