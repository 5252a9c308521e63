/** Managers by their employeeId: settled when both are there, whoever comes first. */
import { sql, type RawBuilder } from 'kysely'
import { rows, texts, uuids } from './bulk.ts'
import { touch, type Db } from './directory.ts'

export type Managed = {
  readonly key: string
  readonly userId: string | null
  readonly managerKey: string | null
  readonly managerId: string | null
  readonly changed: boolean
}

/** Who the manager of each row is. `batch`: rows of key and manager_key; null: as it is, empty: nobody. */
export async function knownManagers(db: Db, tenant: string, batch: RawBuilder<unknown>): Promise<readonly Managed[]> {
  const { rows: page } = await sql<Managed>`
    with batch as (${batch})
    select b.key, u.id as "userId", b.manager_key as "managerKey", m.id as "managerId",
      u.id is not null and b.manager_key is not null and (u.manager_id is distinct from m.id
        or u.manager_key is distinct from case when m.id is null then nullif(b.manager_key, '') end) as changed
    from batch b
    left join lateral (select * from directory_user u where u.tenant_id = ${tenant} and u.employee_id = b.key
      and u.deleted_at is null order by u.created_at limit 1) u on true
    left join lateral (select * from directory_user m where m.tenant_id = ${tenant} and m.employee_id = b.manager_key
      and m.deleted_at is null and m.id is distinct from u.id order by m.created_at limit 1) m on true
    order by b.key`.execute(db)
  return page
}

export async function setManagers(trx: Db, tenant: string, managed: readonly Managed[]): Promise<void> {
  const changed = managed.filter((one) => one.changed)
  if (changed.length === 0) return
  await sql`
    update directory_user u set manager_id = r."managerId",
      manager_key = case when r."managerId" is null then nullif(r."managerKey", '') end
    from ${rows('"userId" uuid, "managerId" uuid, "managerKey" text', changed)}
    where u.tenant_id = ${tenant} and u.id = r."userId"`.execute(trx)
  await touch(trx, tenant, uuids(changed.map((one) => one.userId ?? '')))
}

/** People whose manager was not known when they came, and is now. `keys`: of whom came; without them of everybody. */
export async function settleWaiting(trx: Db, tenant: string, keys?: readonly string[]): Promise<void> {
  const those = keys === undefined ? sql`` : sql`and u.manager_key in ${texts(keys)}`
  const settled = await sql<{ id: string }>`
    update directory_user u set manager_id = m.id, manager_key = null from directory_user m
    where u.tenant_id = ${tenant} and m.tenant_id = u.tenant_id and m.employee_id = u.manager_key
      and m.deleted_at is null and m.id <> u.id ${those} returning u.id`.execute(trx)
  if (settled.rows.length > 0) await touch(trx, tenant, uuids([...new Set(settled.rows.map((row) => row.id))]))
}
