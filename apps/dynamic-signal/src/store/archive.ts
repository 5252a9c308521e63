import { sql } from 'kysely'
import { type Attributes, type ResourceType, applyPatch, urns } from '@usher/scim'
import { type Tenant, typeNamed } from '../tenant/tenant.ts'
import { again } from './again.ts'
import { attributesOf, columnsOf, printResource } from './columns.ts'
import { say } from './events.ts'
import type { By, Stored } from './resource.ts'
import { Taken, rowOf } from './resources.ts'
import { laterThanBefore, nextPart, updateAll } from './statements.ts'
import type { Db } from './tables.ts'
import { claim, furtherKeys, release } from './unique-values.ts'

/** A transaction that is begun again when another one was in its way. */
function changing<T>(db: Db, work: (trx: Db) => Promise<T>): Promise<T> {
  return again(() => db.transaction().execute(work))
}

export type Archive = ReturnType<typeof archiveOf>

/** The end of an account's life, and its return. Groups are not archived: they are deleted at once. */
export function archiveOf(db: Db) {
  return {
    /**
     * Puts a resource away: for SCIM it does not exist any more, its name is free, nobody has it as manager, no group as
     * member (RFC 7644 §3.6).
     *
     * The row of a user stays for the admin console. `false` when there is no such live resource, or its version is
     * another one.
     */
    async putAway(tenant: Tenant, type: ResourceType, before: Stored, by: By): Promise<boolean> {
      return changing(db, async (trx) => {
        const isUser = type.name === 'User'
        const gone = await (isUser ? archive(trx, tenant, before) : remove(trx, tenant, before.id, before.version))
        if (!gone) return false
        await release(trx, tenant.id, before.id)
        await changedGroups(trx, tenant, before.id, by)
        if (!isUser) await forgetMembers(trx, tenant.id, before.id)
        if (isUser && !tenant.settings.danglingManagers) await forgetManager(trx, tenant, before.id, by)
        await tell(trx, tenant, { before, type, version: before.version + 1, method: 'delete' }, by)
        await count(trx, tenant.id, type.name, -1)
        return true
      })
    },

    /**
     * Brings an archived user back, inactive, with its id, its groups and everything else it had.
     *
     * `'taken'` when its userName belongs to somebody else now, `'gone'` when it is not archived.
     */
    async restore(tenant: Tenant, id: string, by: By): Promise<'restored' | 'taken' | 'gone'> {
      const type = typeNamed(tenant, 'User')
      if (type === undefined) return 'gone'
      try {
        return await changing(db, async (trx) => {
          const row = await trx
            .updateTable('resource as r')
            .set((eb) => ({
              archived: null,
              version: eb('version', '+', 1),
              last_modified: laterThanBefore,
            }))
            .where('tenant_id', '=', tenant.id)
            .where('id', '=', id)
            .where('archived', 'is not', null)
            .returning(['resource', 'version', 'external_id'])
            .executeTakeFirst()
          if (row === undefined) return 'gone'
          const keys = furtherKeys(tenant, type, attributesOf(row.resource))
          if (!(await claim(trx, { tenant, type, id }, { before: [], after: keys }))) throw new Taken()
          await changedGroups(trx, tenant, id, by)
          await say(trx, [
            {
              ...by,
              tenantId: tenant.id,
              id,
              type: 'User',
              version: row.version,
              method: 'restore',
              externalId: row.external_id,
              paths: [],
            },
          ])
          await count(trx, tenant.id, 'User', 1)
          return 'restored'
        })
      } catch (error) {
        if (error instanceof Taken || (error as { code?: string }).code === '23505') return 'taken'
        throw error
      }
    },

    /** Deletes a resource for good, live or archived, when its name is the one given; `null`: whatever its name is. */
    async purge(tenant: Tenant, id: string, name: string | null, by: By): Promise<boolean> {
      return changing(db, async (trx) => {
        let wanted = trx.deleteFrom('resource').where('tenant_id', '=', tenant.id).where('id', '=', id)
        if (name !== null) wanted = wanted.where('name', '=', name)
        const gone = await wanted.returning(['type', 'version', 'archived']).executeTakeFirst()
        if (gone === undefined) return false
        await release(trx, tenant.id, id)
        await changedGroups(trx, tenant, id, by)
        await forgetMembers(trx, tenant.id, id)
        const isLive = gone.archived === null
        if (isLive && !tenant.settings.danglingManagers) await forgetManager(trx, tenant, id, by)
        const event = { tenantId: tenant.id, id, type: gone.type, version: gone.version + 1, method: 'purge' }
        // What identifies the person goes with the person; that something happened stays.
        await trx
          .updateTable('event')
          .set({ external_id: null })
          .where('tenant_id', '=', tenant.id)
          .where('resource_id', '=', id)
          .execute()
        await say(trx, [{ ...by, ...event, externalId: null, paths: [] }])
        if (isLive) await count(trx, tenant.id, gone.type, -1)
        return true
      })
    },
  }
}

async function archive(trx: Db, tenant: Tenant, before: Stored): Promise<boolean> {
  const type = typeNamed(tenant, before.type)
  if (type === undefined) return false
  const attributes: Attributes = { ...attributesOf(before.resource), active: false }
  const { search } = columnsOf(type, attributes, { groupNames: true })
  const stored = await trx
    .updateTable('resource')
    .set({
      archived: sql<string>`date_trunc('milliseconds', clock_timestamp())`,
      active: false,
      resource: printResource(type, before.id, attributes),
      search: JSON.stringify(search) as unknown as Attributes,
      version: before.version + 1,
    })
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', before.id)
    .where('version', '=', before.version)
    .where('archived', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return stored !== undefined
}

async function remove(trx: Db, tenant: Tenant, id: string, version: number): Promise<boolean> {
  const gone = await trx
    .deleteFrom('resource')
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('id')
    .executeTakeFirst()
  return gone !== undefined
}

async function count(trx: Db, tenantId: string, type: string, change: 1 | -1): Promise<void> {
  await trx
    .updateTable('tally')
    .set((eb) => ({ live: eb('live', '+', change) }))
    .where('tenant_id', '=', tenantId)
    .where('type', '=', type)
    .where('part', '=', nextPart())
    .execute()
}

/** The groups that somebody is in look different when the member comes or goes, so they get their next version. */
async function changedGroups(trx: Db, tenant: Tenant, memberId: string, by: By): Promise<void> {
  const { rows } = await sql<{ id: string; version: number; external_id: string | null }>`
    with locked as (
      select g.id from member m join resource g on g.tenant_id = m.tenant_id and g.id = m.group_id
      where m.tenant_id = ${tenant.id} and m.member_id = ${memberId} and g.archived is null
      order by g.id for update of g
    )
    update resource r set version = r.version + 1, last_modified = ${laterThanBefore}
    from locked where r.tenant_id = ${tenant.id} and r.id = locked.id
    returning r.id, r.version, r.external_id`.execute(trx)
  const about = { ...by, tenantId: tenant.id, type: 'Group', method: 'patch', paths: ['members'] }
  await say(
    trx,
    rows.map(({ id, version, external_id: externalId }) => ({ ...about, id, version, externalId })),
  )
}

/** A group that is deleted has no members, and is nobody's. */
async function forgetMembers(trx: Db, tenantId: string, id: string): Promise<void> {
  await trx
    .deleteFrom('member')
    .where('tenant_id', '=', tenantId)
    .where((eb) => eb.or([eb('group_id', '=', id), eb('member_id', '=', id)]))
    .execute()
}

const managerPath = `${urns.enterpriseUser}:manager`
const atOnce = 500

/** RFC 7644 §3.6: what is deleted is in nobody's `manager`. */
async function forgetManager(trx: Db, tenant: Tenant, id: string, by: By): Promise<void> {
  const type = typeNamed(tenant, 'User')
  if (type === undefined) return
  for (;;) {
    const reports = await trx
      .selectFrom('resource')
      .select(['id', 'resource', 'version', 'archived'])
      .where('tenant_id', '=', tenant.id)
      .where('manager_id', '=', id)
      .where('archived', 'is', null)
      .orderBy('id')
      .limit(atOnce)
      .forUpdate()
      .execute()
    const rows = reports.map((report) => {
      const operation = { op: 'remove', path: managerPath } as const
      const attributes = applyPatch(attributesOf(report.resource), [operation], type).resource
      const row = rowOf(tenant, type, { id: report.id, attributes }, by)
      return { ...row, version: report.version, method: 'patch', paths: [managerPath] }
    })
    if (rows.length > 0) await updateAll(trx, rows)
    if (rows.length < atOnce) return
  }
}

async function tell(
  trx: Db,
  tenant: Tenant,
  of: { readonly before: Stored; readonly type: ResourceType; readonly version: number; readonly method: string },
  by: By,
): Promise<void> {
  const { externalId } = attributesOf(of.before.resource)
  const event = { tenantId: tenant.id, id: of.before.id, type: of.type.name, version: of.version, method: of.method }
  await say(trx, [{ ...by, ...event, externalId: typeof externalId === 'string' ? externalId : null, paths: [] }])
}
