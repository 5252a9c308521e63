/** People and groups that were deleted. */
import { sql } from 'kysely'
import { z } from 'zod'
import type { Activity } from '../../store/activities.ts'
import { audit } from '../../store/audit.ts'
import { isUuid, Wrong } from '../../store/directory.ts'
import { purgeGroups, restoreGroup } from '../../store/group-life.ts'
import { groupRows } from '../../store/graph-groups.ts'
import { userRows } from '../../store/graph-users.ts'
import { purgeUser, restoreUser } from '../../store/user-life.ts'
import { findUser, type UserRow } from '../../store/users.ts'
import { mustGovern } from '../access/govern.ts'
import { shownObjects, typed } from '../directory-objects/objects.ts'
import { shownGroup } from '../groups/entity.ts'
import { mustBeFillable } from '../groups/members.ts'
import { groupList } from '../groups/list.ts'
import type { Call } from '../route.ts'
import { userShower } from '../users/entity.ts'
import { userList } from '../users/list.ts'
import { usualOfUser } from '../users/properties.ts'
import { notFound, sameValue } from '../wire/fault.ts'
import { listing } from '../wire/sql-list.ts'
import type { DeletedKind } from './kinds.ts'

const wish = z.looseObject({
  autoReconcileProxyConflict: z.boolean().nullish(),
  newUserPrincipalName: z.string().regex(/^[^\s@]+@[^\s@]+$/).max(320).nullish(),
}) // prettier-ignore
/** With when it was deleted, beside what it usually has. */
const usual = [...usualOfUser, 'deletedDateTime']

const people = listing(
  (call) => ({
    ...userList(call, sql`true`, { deleted: true, of: 'directoryObjects' }),
    show: (rows: readonly UserRow[]) => rows.map(userShower(call.query.select ?? usual)),
  }),
  (item) => typed('user', item),
)

export const userKind: DeletedKind = {
  type: 'user',
  read: 'microsoft.directory/users/standard/read',
  write: 'microsoft.directory/users/restore',
  list: people.answer,
  count: people.count,
  async find(call, id) {
    if (!isUuid(id)) return null
    const [row] = await userRows(call.context.house.store, { where: sql`u.id = ${id} and u.deleted_at is not null` })
    return row === undefined ? null : userShower(call.query.select ?? usual)(row)
  },
  async restore(call, id) {
    const { newUserPrincipalName: name } = wish.parse(call.body ?? {})
    await governed(call, id)
    try {
      const { userPrincipalName } = await restoreUser(call.context.house.store, id, name ?? undefined)
      await told(call, 'Restore user', { id, name: userPrincipalName })
    } catch (error) {
      if (error instanceof Wrong && error.code === 'conflict') throw sameValue('userPrincipalName')
      throw error
    }
    return live(call, id)
  },
  async purge(call, id) {
    await governed(call, id)
    await purgeUser(call.context.house.store, id)
    await told(call, 'Hard delete user', { id, name: id })
  },
}

const groups = listing(
  (call) => groupList(call, sql`true`, { deleted: true, of: 'directoryObjects' }),
  (item) => typed('group', item),
)

export const groupKind: DeletedKind = {
  type: 'group',
  read: 'microsoft.directory/groups/standard/read',
  write: 'microsoft.directory/groups/restore',
  list: groups.answer,
  count: groups.count,
  async find(call, id) {
    if (!isUuid(id)) return null
    const [row] = await groupRows(call.context.house.store, { where: sql`g.id = ${id} and g.deleted_at is not null` })
    return row === undefined ? null : shownGroup(row)
  },
  async restore(call, id) {
    await mustBeFillable(call, { id })
    const { displayName } = await restoreGroup(call.context.house.store, id)
    await told(call, 'Restore group', { id, name: displayName })
    return live(call, id)
  },
  async purge(call, id) {
    await mustBeFillable(call, { id })
    await purgeGroups(call.context.house.store, [id])
    await told(call, 'Hard delete group', { id, name: id })
  },
}

/** With somebody come their roles, and what they own. */
async function governed({ context: { house }, caller }: Call, id: string): Promise<void> {
  const { userPrincipalName } = await findUser(house.store, id, 'deleted')
  await mustGovern(house.store, caller, { id, userPrincipalName })
}

async function live(call: Call, id: string): Promise<Readonly<Record<string, unknown>>> {
  const [shown] = await shownObjects(call, [id])
  if (shown === undefined) throw notFound(id)
  return shown
}

function told(call: Call, activity: Activity, { id, name }: { readonly id: string; readonly name: string }) {
  const { store } = call.context.house
  return audit(store, { actor: call.caller.name, activity, object: name, details: { id } })
}
