/** Whoever makes something owns it (graph-api.md 3.2): the service principal of a client, or a person. */
import type { Db } from '../store/directory.ts'
import { addOwner, ownerById, type Owned } from '../store/owners.ts'
import { mayActAs } from './access/act-as.ts'
import { owns } from './access/owners.ts'
import type { Call, Owned as OwnedRoute } from './route.ts'
import { denied } from './wire/fault.ts'

export async function callerOwns(
  trx: Db,
  { caller, context }: Pick<Call, 'caller' | 'context'>,
  ...made: readonly Owned[]
): Promise<void> {
  const { tenant } = context.house.store
  // The token of this machine is nobody's.
  const owner = await ownerById({ db: trx, tenant }, caller.id)
  if (owner === null) return
  for (const owned of made) await addOwner({ db: trx, tenant }, owned, owner)
}

type Client = { readonly type: 'application' | 'servicePrincipal'; readonly id: string; readonly appId: string }

/** Throws `GraphFault` (403) unless the caller may make secrets for this client, or change its owners, and so act as it. */
export async function mayTakeOver(
  call: Call,
  { type, id, appId }: Client,
  what: 'credentials' | 'owners',
): Promise<void> {
  const owned: OwnedRoute = { type, id }
  if (!(await call.may(`microsoft.directory/applications/${what}/update`, owned))) throw denied()
  await mayActAs(call, { appId, isOwner: await owns(call.context.house.store, call.caller, owned) })
}
