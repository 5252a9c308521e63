/** Whoever is forgotten stands nowhere any more, and everybody else is as they were. */
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { unpacked } from '../store/exchanges.ts'
import { audit } from '../store/audit.ts'
import { activeAccounts } from '../store/active-accounts.ts'
import { erasable, erase } from '../store/erase.ts'
import { attempt } from '../store/attempts.ts'
import { saveSchema } from '../store/mapping-versions.ts'
import { makePlan } from '../review/make-plan.ts'
import { readLog } from '../store/log-read.ts'
import { findUser } from '../store/users.ts'
import { worldEach } from './test-each.ts'
import { approved } from './test-review.ts'
import { upn, type World } from './test-world.ts'

const name = 'zyxana'

describe.each(['pglite', 'postgres'] as const)('on %s', (kind) => {
  let world: World
  worldEach(kind, (one) => void (world = one))

  const lines = async (search?: string) =>
    (await readLog(world.store, { jobs: [world.job], limit: 50, search })).map(
      ({ entry }) => entry.sourceIdentity.displayName,
    )

  /** Every table in which a text has this, with requests and answers unpacked. */
  async function traces(text: string): Promise<readonly string[]> {
    const { db, tenant } = world.store
    const { rows: tables } = await sql<{ name: string }>`
      select table_name as name from information_schema.columns where column_name = 'tenant_id' and table_schema = 'public'
        and table_name not similar to '%\\_[0-9]{8}'`.execute(db)
    const found: string[] = []
    for (const { name: table } of tables) {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from ${sql.table(table)} t where tenant_id = ${tenant} and strpos(lower(to_jsonb(t)::text), ${text}) > 0`.execute(
        db,
      )
      if ((rows[0]?.count ?? 0) > 0) found.push(table)
    }
    const { rows: pages } = await sql<{ data: Uint8Array }>`
      select data from exchange_page where tenant_id = ${tenant}`.execute(db)
    for (const { data } of pages)
      if (
        JSON.stringify(await unpacked(data))
          .toLowerCase()
          .includes(text)
      )
        found.push('exchanges')
    return found
  }

  test('nothing says what somebody was called; others, whom their lines stood among, keep theirs', async () => {
    await world.assigned(name, 'bea')
    await world.person('bea', { manager: upn(name) })
    await world.cycle()
    await world.person(name, { displayName: 'Zyxana O\'"Neil (x)', jobTitle: 'Clerk' })
    await approved(world)
    await world.cycle()
    const of = { activity: 'Update user', object: upn(name), details: { to: `The manager is ${upn(name)}.` } } as const
    await audit(world.store, { actor: 'cli:mia', ...of })
    const user = await findUser(world.store, upn(name))
    expect(await traces(name)).toEqual(
      expect.arrayContaining(['directory_user', 'provisioning_log', 'audit_log', 'exchanges']),
    )
    expect(await activeAccounts(world.store, user.id)).toHaveLength(1)
    const would = await erasable(world.store, user)
    const before = (await lines()).length

    const erased = await erase(world.store, user)
    expect(Object.keys(erased).toSorted()).toEqual(Object.keys(would).toSorted())
    expect(erased).toMatchObject({
      directory: 1,
      links: would['links'],
      log: would['log'],
      exchanges: would['exchanges'],
    })
    for (const text of [name, 'zyxana', 'o\'\\"neil']) expect(await traces(text)).toEqual([])

    const after = await lines()
    expect(after.length).toBeLessThan(before)
    expect(new Set(after)).toEqual(new Set(['bea']))
    expect(await lines('contoso')).toEqual(after)
    expect(await findUser(world.store, upn('bea'))).toMatchObject({ managerId: null })
    // The account that is left behind is nobody's, and nobody's it stays.
    await world.cycle()
    expect(world.accounts()).toContain('bea active')
  })
  test('whoever administered stands nowhere either: not as who made a plan or saved mappings, nor as whom a mail went to', async () => {
    const { store, job } = world
    await world.person(name, { mail: upn(name) })
    await makePlan(
      world.house,
      { app: world.app, job: await world.readJob(), proposed: null, actor: upn(name) },
      () => undefined,
    )
    await saveSchema(store, job, (await world.readJob()).schema, { verify: false, actor: upn(name) })
    await attempt(store, 'account', upn(name))
    await sql`insert into delivery (tenant_id, announcement_id, channel, recipient, next, made_at, error)
      values (${store.tenant}::uuid, 1, 'mail', ${upn(name)}, now(), now(), null),
        (${store.tenant}::uuid, 1, 'mail', 'bea@contoso.example', now(), now(), ${`550 ${upn(name)} is unknown`})`.execute(
      store.db,
    )
    expect(await traces(name)).toEqual(
      expect.arrayContaining(['delivery', 'mapping_version', 'plan', 'sign_in_failure']),
    )
    await erase(store, await findUser(store, upn(name)))
    expect(await traces(name)).toEqual([])
  })
})
