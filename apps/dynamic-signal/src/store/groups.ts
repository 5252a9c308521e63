import { randomUUIDv7 } from 'node:crypto'
import { type Attributes, type ElementChange, type ResourceType, isDeepEqual } from '@usher/scim'
import type { Tenant } from '../tenant/tenant.ts'
import { again } from './again.ts'
import { changedPaths } from './changed-paths.ts'
import { attributesOf } from './columns.ts'
import { say } from './events.ts'
import { bump, changeMembers, printGroups, printMembers } from './members.ts'
import type { By, Stored } from './resource.ts'
import { type Method, rowOf } from './resources.ts'
import { insertAll, lookUp, updateAll } from './statements.ts'
import type { Db } from './tables.ts'

export type Groups = ReturnType<typeof groupsOf>

/** What becomes of a group: its attributes, and what happens to its members. */
export type GroupChange = {
  /** The attributes without members; computed from those that are there. */
  readonly attributes: (before: Attributes) => Attributes
  readonly members: readonly ElementChange[] | ((all: readonly Attributes[]) => readonly Attributes[])
  /** Refuses a version that the client does not expect. */
  readonly check: (before: Stored) => void
}

/** Groups and their members. A change costs what changes, not what the group has. */
export function groupsOf(db: Db) {
  return {
    /** `null` when the name is taken. Throws `UnknownMembers`. */
    async create(
      { tenant, type }: { readonly tenant: Tenant; readonly type: ResourceType },
      attributes: Attributes,
      members: readonly Attributes[],
      by: By,
    ): Promise<Stored | null> {
      const id = randomUUIDv7()
      const row = rowOf(tenant, type, { id, attributes }, by)
      return db.transaction().execute(async (trx) => {
        const [stored] = await insertAll(trx, [{ ...row, paths: [] }])
        if (stored === null || stored === undefined) return null
        const group = { tenantId: tenant.id, id }
        await changeMembers(trx, group, [{ op: 'add', elements: members }], skipping(tenant))
        return { ...stored, id, type: type.name, resource: row.resource, version: 1, manager_id: null }
      })
    },

    /** `undefined` when there is no such group, `'taken'` when its new name is. Throws `UnknownMembers`. */
    async change(
      { tenant, type, id }: { readonly tenant: Tenant; readonly type: ResourceType; readonly id: string },
      change: GroupChange,
      by: By & { readonly method: Method },
    ): Promise<Stored | 'taken' | undefined> {
      try {
        return await again(() => db.transaction().execute((trx) => carryOut(trx, { tenant, type, id }, change, by)))
      } catch (error) {
        if ((error as { code?: string }).code === '23505') return 'taken'
        throw error
      }
    },

    /** The attribute `members` of a group, printed; `null` when it has none. */
    members: (tenant: Tenant, id: string, how: { base: string; named: boolean }): Promise<string | null> =>
      printMembers(db, { tenantId: tenant.id, id }, how),

    /** Whether a group has no more members than so many. Costs as much as they are. */
    async hasAtMost(tenant: Tenant, id: string, count: number): Promise<boolean> {
      const found = await db
        .selectFrom('member')
        .select('member_id')
        .where('tenant_id', '=', tenant.id)
        .where('group_id', '=', id)
        .limit(count + 1)
        .execute()
      return found.length <= count
    },

    /** The attribute `groups` of some users, printed, by their ids. */
    ofUsers: (tenant: Tenant, ids: readonly string[], base: string): Promise<ReadonlyMap<string, string>> =>
      printGroups(db, tenant.id, ids, base),
  }
}

async function carryOut(
  trx: Db,
  { tenant, type, id }: { readonly tenant: Tenant; readonly type: ResourceType; readonly id: string },
  change: GroupChange,
  by: By & { readonly method: Method },
): Promise<Stored | undefined> {
  const group = { tenantId: tenant.id, id }
  // The row of the group is the lock of its members, so that concurrent changes follow each other.
  await trx
    .selectFrom('resource')
    .select('id')
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', id)
    .forUpdate()
    .execute()
  const [[before] = []] = await lookUp(trx, 'id', [{ tenantId: tenant.id, type: type.name, equals: id }])
  if (before === undefined) return undefined
  change.check(before)
  const was = attributesOf(before.resource)
  const attributes = change.attributes(was)
  const isOther = !isDeepEqual(was, attributes)
  const hasOther = await changeMembers(trx, group, await changesOf(trx, group, change), skipping(tenant))
  if (!isOther && !hasOther) return before
  const paths = [...changedPaths(was, attributes), ...(hasOther ? ['members'] : [])]
  if (isOther) {
    const row = { ...rowOf(tenant, type, { id, attributes }, by), version: before.version, method: by.method, paths }
    const [stored] = await updateAll(trx, [row])
    return stored === null || stored === undefined ? undefined : { ...before, ...stored, resource: row.resource }
  }
  const next = await bump(trx, group)
  if (next === undefined) return undefined
  const { externalId } = was
  const event = { tenantId: tenant.id, id, type: type.name, version: next.version, method: by.method, paths }
  await say(trx, [
    { ...event, actor: by.actor, txn: by.txn, externalId: typeof externalId === 'string' ? externalId : null },
  ])
  return { ...before, ...next }
}

async function changesOf(
  trx: Db,
  group: { readonly tenantId: string; readonly id: string },
  { members }: GroupChange,
): Promise<readonly ElementChange[]> {
  if (typeof members !== 'function') return members
  const all = JSON.parse((await printMembers(trx, group, { base: '', named: true })) ?? '[]') as readonly Attributes[]
  return [{ op: 'replace', elements: members(all) }]
}

function skipping(tenant: Tenant): { readonly skipUnknown: boolean } {
  return { skipUnknown: tenant.rules.skipUnknownMembers }
}
