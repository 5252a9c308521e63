/** A group is made and changed over the Graph (graph-api.md 5.2). Names may repeat; clients know groups by id. */
import type { Attributes } from '@usher/scim'
import { z } from 'zod'
import { audit } from '../../store/audit.ts'
import { changesBetween } from '../../store/changes-between.ts'
import { change } from '../../store/directory.ts'
import { addMembers } from '../../store/group-members.ts'
import { groupRow, insertGroup, writeGroup, type GroupValues } from '../../store/groups.ts'
import { groupBy, type GroupRecord } from '../../store/graph-groups.ts'
import { setOwners } from '../../store/owners.ts'
import { readTenant } from '../../store/tenant.ts'
import { boundIds } from '../applications/change.ts'
import { bindShape, bodyShape, readProperties } from '../body.ts'
import { callerOwns } from '../owning.ts'
import { merged } from '../properties.ts'
import type { Call } from '../route.ts'
import { denied, GraphFault, notFound, sameValue } from '../wire/fault.ts'
import { isDynamic } from './entity.ts'
import { mustBeAddable, mustBeFillable, toldMembers } from './members.ts'
import { askedOfGroup, groupProperties } from './properties.ts'

const others = z.object({
  displayName: z.string().trim().min(1).max(256).optional(),
  description: z.string().max(1024).nullish(),
  mailNickname: z.string().max(64).nullish(),
  mail: z.string().max(320).nullish(),
  securityEnabled: z.boolean().optional(),
  'owners@odata.bind': bindShape.optional(),
  'members@odata.bind': bindShape.optional(),
})
type Others = z.infer<typeof others>
const shape = {
  of: 'microsoft.graph.group',
  properties: { ...groupProperties, ...askedOfGroup },
  others,
  readOnly: ['id', 'createdDateTime', 'deletedDateTime', 'renewedDateTime', 'securityIdentifier'],
}
export const groupBody = bodyShape(shape)
const required = ['displayName', 'mailEnabled', 'mailNickname', 'securityEnabled'] as const

export async function createOver(call: Call): Promise<GroupRecord> {
  const { store } = call.context.house
  const body = (typeof call.body === 'object' ? call.body : null) as Readonly<Record<string, unknown>> | null
  const missing = required.find((name) => (body?.[name] ?? null) === null)
  if (missing !== undefined)
    throw new GraphFault('badRequest', `A value is required for property '${missing}' of resource 'Group'.`)
  const { properties, others: given } = readProperties<Others>(call.body, shape)
  const { owners, members, row } = readBinds(given)
  const kept = merged({}, properties)
  rightKind(kept)
  if (owners.length + members.length > 20)
    throw new GraphFault('badRequest', 'owners@odata.bind and members@odata.bind hold at most 20 references together.')
  await mustBeAddable(call, { properties: kept }, members)
  const mail = row.mail ?? (await mailOf(call, kept, given.mailNickname ?? ''))
  const id = await change(store, async (trx) => {
    await freeUniqueName({ ...store, db: trx }, kept, null)
    const made = await insertGroup(trx, store.tenant, {
      ...row,
      mail,
      display_name: row.display_name ?? '',
      properties: JSON.stringify(kept),
    })
    const owned = { type: 'group', id: made } as const
    await setOwners(trx, store.tenant, owned, owners)
    // Who makes a group owns it; a client that makes it owns it only where it says so.
    if (owners.length === 0 && call.caller.kind === 'user') await callerOwns(trx, call, owned)
    return made
  })
  if (members.length > 0) await addMembers(store, id, members)
  const after = await reread(call, id)
  await audit(store, {
    actor: call.caller.name,
    activity: 'Add group',
    object: after.display_name,
    details: { id, ...(members.length > 0 && { members: members.join(', ') }) },
    changes: changesBetween(null, told(after)),
  })
  return after
}

export async function changeOver(call: Call, before: GroupRecord): Promise<GroupRecord> {
  const { store } = call.context.house
  const { properties, others: given } = readProperties<Others>(call.body, shape)
  const { owners, members, row } = readBinds(given)
  if (members.length > 0 && !(await call.may('microsoft.directory/groups/members/update', owned(before))))
    throw denied()
  if (owners.length > 0 && !(await call.may('microsoft.directory/groups/owners/update', owned(before)))) throw denied()
  if (members.length + owners.length > 0) await mustBeFillable(call, before)
  await mustBeAddable(call, before, members)
  await change(store, async (trx) => {
    const inside = { ...store, db: trx }
    // Written first, so that two who change it at once each keep what the other has set.
    if (!(await writeGroup(trx, store.tenant, before.id, { ...row, ...(Object.keys(row).length === 0 && { display_name: before.display_name }) })))
      throw notFound(before.id) // prettier-ignore
    const now = await groupBy(inside, 'id', before.id)
    const kept = merged(now?.properties ?? {}, properties)
    rightKind(kept)
    await freeUniqueName(inside, kept, before.id)
    await trx
      .updateTable('directory_group')
      .set({ properties: JSON.stringify(kept) })
      .where('tenant_id', '=', store.tenant)
      .where('id', '=', before.id)
      .execute()
    if (owners.length > 0) await setOwners(trx, store.tenant, { type: 'group', id: before.id }, owners)
  })
  if (members.length > 0) {
    await addMembers(store, before.id, members)
    await toldMembers(call, before, { activity: 'Add member to group', members })
  }
  const after = await reread(call, before.id)
  const changes = changesBetween(told(before), told(after))
  if (changes.length > 0 || owners.length > 0)
    await audit(store, {
      actor: call.caller.name,
      activity: 'Update group',
      object: after.display_name,
      details: { id: after.id, ...(owners.length > 0 && { owners: owners.join(', ') }) },
      changes,
    })
  return after
}

const owned = ({ id }: GroupRecord) => ({ type: 'group', id }) as const

function readBinds({ 'owners@odata.bind': owners = [], 'members@odata.bind': members = [], ...columns }: Others) {
  const given = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as GroupValues
  return { owners: [...new Set(boundIds(owners))], members: [...new Set(boundIds(members))], row: groupRow(given) }
}

function rightKind(properties: Attributes): void {
  if (isDynamic({ properties }) && typeof properties['membershipRule'] !== 'string')
    throw new GraphFault('badRequest', 'A group with DynamicMembership in groupTypes needs a membershipRule.')
}

/** A Microsoft 365 group has an address in the tenant's domain. */
async function mailOf(call: Call, properties: Attributes, nickname: string): Promise<string | null> {
  const types = properties['groupTypes']
  if (!Array.isArray(types) || !types.includes('Unified')) return null
  return `${nickname}@${(await readTenant(call.context.house.store)).defaultDomain}`
}

async function freeUniqueName(store: Parameters<typeof groupBy>[0], properties: Attributes, besides: string | null) {
  const name = properties['uniqueName']
  if (typeof name !== 'string') return
  const other = await groupBy(store, 'uniqueName', name)
  if (other === null || other.id === besides) return
  throw sameValue('uniqueName')
}

async function reread(call: Call, id: string): Promise<GroupRecord> {
  const found = await groupBy(call.context.house.store, 'id', id)
  if (found === null) throw notFound(id)
  return found
}

function told({ display_name, description, mail, mail_nickname, security_enabled, properties }: GroupRecord) {
  return {
    displayName: display_name,
    description,
    mail,
    mailNickname: mail_nickname,
    securityEnabled: security_enabled,
    ...properties,
  }
}
