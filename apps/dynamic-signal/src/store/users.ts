import { randomUUIDv7 } from 'node:crypto'
import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from 'kysely'
import { type Attributes, applyPatch, userNameKey, userType } from '@usher/scim'
import { columnsOf, printResource } from './resource-text.ts'
import { gather } from './gather.ts'
import { insertAll, lookUp, namesOf, selectUsers, type Asked, type NewUser } from './user-statements.ts'
import type { Db, Tables } from './tables.ts'
import type { Key, User } from './user.ts'

/** What can be asked of an index. */
export type Condition =
  | { readonly column: 'id' | 'user_name_key' | 'external_id' | 'manager_id'; readonly equals: string }
  | { readonly column: 'active'; readonly equals: boolean }
  | { readonly column: 'search_keys'; readonly contains: string }
  | { readonly column: 'id'; readonly after: string }

export type Page = { readonly offset: number; readonly limit: number }

export type Users = ReturnType<typeof usersOf>

/** The users of all tenants. Whatever is not said to be archived is about live users only. */
export function usersOf(db: Db) {
  const insert = gather((users: readonly NewUser[]) => insertAll(db, users), 500)
  const inserted = statistics(db)
  const look = {
    id: gather((asked: readonly Asked[]) => lookUp(db, 'id', asked), 200),
    user_name_key: gather((asked: readonly Asked[]) => lookUp(db, 'user_name_key', asked), 200),
  }
  const named = gather((asked: readonly Asked[]) => namesOf(db, asked), 500)
  const nameOf = async (tenantId: string, id: string | null): Promise<string | null> =>
    id === null ? null : named({ tenantId, equals: id })

  return {
    /** Stores a new user; `null` when its userName is taken. Concurrent calls become one statement. */
    async create(tenantId: string, attributes: Attributes): Promise<User | null> {
      const id = randomUUIDv7()
      const row = { tenant_id: tenantId, id, ...columnsOf(attributes), resource: printResource(id, attributes) }
      const [stored, manager_name] = await Promise.all([insert(row), nameOf(tenantId, row.manager_id)])
      if (stored === null) return null
      inserted()
      return { ...stored, id, resource: row.resource, version: 1, manager_id: row.manager_id, manager_name }
    },

    /** One user by what is unique. Concurrent calls become one statement. */
    async read(tenantId: string, key: Key): Promise<User | undefined> {
      return look[key.column]({ tenantId, equals: key.equals })
    },

    /** A page of users in the order of their creation. */
    async list(tenantId: string, where: readonly Condition[], { offset, limit }: Page): Promise<readonly User[]> {
      return selectUsers(db)
        .where('u.tenant_id', '=', tenantId)
        .where((eb) => eb.and(where.map((condition) => toSql(eb, condition))))
        .orderBy('u.id')
        .limit(limit)
        .offset(offset)
        .execute()
    },

    async count(tenantId: string, where: readonly Condition[]): Promise<number> {
      const { total } = await db
        .selectFrom('users as u')
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .where('u.tenant_id', '=', tenantId)
        .where('u.archived', 'is', null)
        .where((eb) => eb.and(where.map((condition) => toSql(eb, condition))))
        .executeTakeFirstOrThrow()
      return Number(total)
    },

    /**
     * Stores what became of a user that was read before.
     *
     * `'changed'` when somebody else changed or removed it meanwhile (read it again), `'taken'` when the new userName
     * belongs to another user.
     */
    async update(tenantId: string, before: User, attributes: Attributes): Promise<User | 'changed' | 'taken'> {
      const resource = printResource(before.id, attributes)
      const columns = columnsOf(attributes)
      try {
        const stored = await db
          .updateTable('users')
          .set({
            ...columns,
            resource,
            version: before.version + 1,
            // The clock can stand still or go back; a resource's own time never does.
            last_modified: sql<string>`greatest(date_trunc('milliseconds', clock_timestamp()), last_modified + interval '1 millisecond')`,
          })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', before.id)
          .where('version', '=', before.version)
          .where('archived', 'is', null)
          .returning(['version', 'last_modified'])
          .executeTakeFirst()
        if (stored === undefined) return 'changed'
        const same = columns.manager_id === before.manager_id
        const manager_name = same ? before.manager_name : await nameOf(tenantId, columns.manager_id)
        return { ...before, ...stored, resource, manager_id: columns.manager_id, manager_name }
      } catch (error) {
        if ((error as { code?: string }).code === '23505') return 'taken'
        throw error
      }
    },

    /**
     * Puts a user away: for SCIM it does not exist any more, its userName is free, nobody has it as manager.
     *
     * The row stays for the admin console. `false` when there is no such live user, or its version is another one.
     */
    async archive(tenantId: string, before: User): Promise<boolean> {
      return db.transaction().execute(async (trx) => {
        const stored = await trx
          .updateTable('users')
          .set({
            archived: sql<string>`now()`,
            active: false,
            resource: printResource(before.id, { ...parse(before.resource), active: false }),
            version: before.version + 1,
          })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', before.id)
          .where('version', '=', before.version)
          .where('archived', 'is', null)
          .returning('id')
          .executeTakeFirst()
        if (stored !== undefined) await forgetManager(trx, tenantId, before.id)
        return stored !== undefined
      })
    },

    /** Deletes a user for good, live or archived, when the userName is the one given. */
    async purge(tenantId: string, id: string, userName: string): Promise<boolean> {
      return db.transaction().execute(async (trx) => {
        const gone = await trx
          .deleteFrom('users')
          .where('tenant_id', '=', tenantId)
          .where('id', '=', id)
          .where('user_name', '=', userName)
          .returning('id')
          .executeTakeFirst()
        if (gone !== undefined) await forgetManager(trx, tenantId, id)
        return gone !== undefined
      })
    },

    /** The list of the admin console, archived users included, newest last. */
    async search(
      tenantId: string,
      ask: Search,
    ): Promise<{ readonly total: number; readonly users: readonly Listed[] }> {
      const text = ask.search === '' ? undefined : `%${userNameKey(ask.search).replaceAll(/[\\%_]/g, '\\$&')}%`
      let found = db.selectFrom('users').where('tenant_id', '=', tenantId)
      if (ask.active !== undefined) found = found.where('active', '=', ask.active)
      if (text !== undefined)
        found = found.where((eb) =>
          eb.or([
            eb('user_name_key', 'like', text),
            eb(eb.fn<string>('lower', ['display_name']), 'like', text),
            eb(eb.fn<string>('lower', ['external_id']), 'like', text),
          ]),
        )
      const { total } = await found.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
      const users = await found.select(listed).orderBy('id').limit(ask.limit).offset(ask.offset).execute()
      return { total: Number(total), users }
    },

    /** One user for the admin console, live or archived. */
    async show(tenantId: string, id: string): Promise<(Listed & { readonly resource: string }) | undefined> {
      return db
        .selectFrom('users')
        .select([...listed, 'resource'])
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .executeTakeFirst()
    },
  }
}

export type Search = Page & { readonly search: string; readonly active: boolean | undefined }
export type Listed = Pick<Row, (typeof listed)[number]>

const listed = [
  'id',
  'user_name',
  'display_name',
  'external_id',
  'active',
  'created',
  'last_modified',
  'archived',
] as const

type Row = {
  id: string
  user_name: string
  display_name: string
  external_id: string | null
  active: boolean
  created: string
  last_modified: string
  archived: string | null
}
/**
 * Lets the planner look at the table again each time it has doubled. PostgreSQL does so by itself after a minute, in
 * which a first import is over; PGlite never does.
 */
function statistics(db: Db): () => void {
  let count = 0
  let next = 500
  return () => {
    if (++count < next) return
    next *= 2
    sql`analyze users`.execute(db).catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
  }
}

/** RFC 7644 §3.6: what is deleted is in nobody's `manager`. */
async function forgetManager(db: Db, tenantId: string, id: string): Promise<void> {
  const reports = await db
    .selectFrom('users')
    .select(['id', 'resource'])
    .where('tenant_id', '=', tenantId)
    .where('manager_id', '=', id)
    .forUpdate()
    .execute()
  for (const report of reports) {
    await db
      .updateTable('users')
      .set((eb) => ({
        manager_id: null,
        resource: printResource(report.id, withoutManager(parse(report.resource))),
        version: eb('version', '+', 1),
        last_modified: sql<string>`greatest(date_trunc('milliseconds', clock_timestamp()), last_modified + interval '1 millisecond')`,
      }))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', report.id)
      .execute()
  }
}

function parse(resource: string): Attributes {
  return JSON.parse(resource) as Attributes
}

function withoutManager(attributes: Attributes): Attributes {
  return applyPatch(attributes, [{ op: 'remove', path: 'manager' }], userType).resource
}

type From = ExpressionBuilder<{ u: Tables['users'] }, 'u'>

function toSql(eb: From, condition: Condition): ExpressionWrapper<{ u: Tables['users'] }, 'u', SqlBool> {
  if ('contains' in condition) return eb(sql`u.search_keys`, '@>', sql`array[${condition.contains}]::text[]`)
  if ('after' in condition) return eb('u.id', '>', condition.after)
  return eb(`u.${condition.column}`, '=', condition.equals)
}
