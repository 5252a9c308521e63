/** Run in a process of its own by the tests: Microsoft's package as it is, which prints the code that somebody has to type in. */
import { DeviceCodeCredential } from '@azure/identity'

type Given = { readonly url: string; readonly tenant: string; readonly clientId?: string }
const { url, tenant: tenantId, clientId } = JSON.parse(process.env['GIVEN'] ?? '{}') as Given

const say = (said: object): void => void process.stdout.write(`${JSON.stringify(said)}\n`)
const credential = new DeviceCodeCredential({
  tenantId,
  ...(clientId !== undefined && { clientId }),
  authorityHost: url,
  disableInstanceDiscovery: true,
  userPromptCallback: ({ userCode, verificationUri, message }) => say({ userCode, verificationUri, message }),
})
const scope = `${url}/.default`
try {
  const { token } = await credential.getToken(scope)
  const answer = await fetch(`${url}/v1.0/me`, { headers: { authorization: `Bearer ${token}` } })
  const { userPrincipalName } = (await answer.json()) as { userPrincipalName?: string }
  // The library knows the person again, and asks nobody.
  const again = await credential.getToken(scope)
  say({ userPrincipalName, again: again.token !== '' })
} catch (error) {
  say({ error: (error as Error).message })
}
