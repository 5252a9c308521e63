/** The application or service principal that an address names. */
import { registrationBy, type Registration } from '../../store/registrations.ts'
import { servicePrincipalBy, type ServicePrincipal } from '../../store/service-principals.ts'
import type { Call } from '../route.ts'
import { keyIn } from '../wire/address.ts'
import { notFound } from '../wire/fault.ts'

export async function whichApplication(call: Pick<Call, 'context' | 'params'>): Promise<Registration> {
  const { id = '' } = call.params
  const { by, value } = keyIn(id, ['appId', 'uniqueName'])
  const found = await registrationBy(call.context.house.store, by as 'id', value)
  if (found === null) throw notFound(value)
  return found
}

export async function whichServicePrincipal(call: Pick<Call, 'context' | 'params'>): Promise<ServicePrincipal> {
  const { id = '' } = call.params
  const { by, value } = keyIn(id, ['appId'])
  const found = await servicePrincipalBy(call.context.house.store, by as 'id', value)
  if (found === null) throw notFound(value)
  return found
}

type Client = { readonly id: string; readonly appId: string; readonly displayName: string }
type ClientNoun = {
  readonly noun: 'applications' | 'servicePrincipals'
  readonly type: 'application' | 'servicePrincipal'
  which(call: Pick<Call, 'context' | 'params'>): Promise<Client>
}

/** Both sides of a client, which have the same secrets and can be owned. */
export const clientNouns: readonly ClientNoun[] = [
  { noun: 'applications', type: 'application', which: whichApplication },
  { noun: 'servicePrincipals', type: 'servicePrincipal', which: whichServicePrincipal },
]
