/** Why there is no token, as Microsoft's clients know it (graph-api.md 2.2): one row for each number. */
import { randomUUID } from 'node:crypto'

export type Aadsts = keyof typeof rows
const rows = {
  700016: [400, 'unauthorized_client', "Application with identifier '{0}' was not found in the directory '{1}'. Register it there, or ask another directory."],
  7000229: [400, 'unauthorized_client', "Application '{0}' has no service principal in the directory '{1}'. Make one: POST /v1.0/servicePrincipals."],
  7000112: [400, 'unauthorized_client', "Application '{0}' is disabled."],
  700038: [400, 'unauthorized_client', "Application '{0}' may not use this way of signing in."],
  7000215: [401, 'invalid_client', "Invalid client secret provided. Ensure the secret being sent is the value of the client secret, not its id, of application '{0}'."],
  7000222: [401, 'invalid_client', "The provided client secret of application '{0}' is expired. Make a new one."],
  7000218: [401, 'invalid_client', "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."],
  700027: [401, 'invalid_client', "The certificate of application '{0}' did not sign this client assertion, or what it says does not hold: {2}."],
  70011: [400, 'invalid_scope', "The provided value for the input parameter 'scope' is not valid. It must be <resource>/.default with a resource that is served here."],
  900144: [400, 'invalid_request', "The request body must contain the following parameter: '{0}'."],
  900023: [400, 'invalid_request', 'The request is not understood: {2}.'],
  90002: [400, 'invalid_request', "Tenant '{0}' not found. It is the id or the default domain of a directory."],
  70003: [400, 'unsupported_grant_type', "The app requested an unsupported grant type '{0}'."],
  70016: [400, 'authorization_pending', 'Nobody has typed in the code yet. Ask again in {0} seconds.'],
  70019: [400, 'expired_token', 'The code has expired. Begin again.'],
  65004: [400, 'authorization_declined', 'The person who typed in the code said no.'],
  70000: [400, 'invalid_grant', 'The provided grant is not valid: {2}. Sign in again.'],
  90033: [503, 'temporarily_unavailable', 'A transient error has occurred. Try again.'],
  90055: [429, 'invalid_request', 'Too many requests that failed came from this address. Wait {0} seconds.'],
} as const satisfies Record<number, readonly [status: number, error: string, message: string]> // prettier-ignore

type TokenRefusal = { readonly status: number; readonly body: Readonly<Record<string, unknown>> }

/** `values`: what stands for {0}, {1}, {2}. */
export function refusal(
  number: Aadsts,
  values: readonly [string?, string?, string?],
  { base, correlation }: { readonly base: string; readonly correlation: string | undefined },
): TokenRefusal {
  const [status, error, message] = rows[number]
  const sentence = message.replaceAll(/\{(\d)\}/g, (_, at: string) => printable(values[Number(at)] ?? ''))
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`
  const trace = randomUUID()
  const correlated = correlation !== undefined && /^[0-9a-f-]{36}$/i.test(correlation) ? correlation : trace
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${number}: ${sentence} Trace ID: ${trace} Correlation ID: ${correlated} Timestamp: ${timestamp}`,
      error_codes: [number],
      timestamp,
      trace_id: trace,
      correlation_id: correlated,
      error_uri: `${base}/error?code=${number}`,
    },
  }
}

function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200)
}
