import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { ask, databaseUrl, provider, start, status, until, userNames, type Started } from './testing/services.ts'

/** People of whom everybody has a manager but the first. */
async function seedPeople(client: Client, people: number): Promise<void> {
  await client.query(`
    insert into directory_user (tenant_id, user_principal_name, attributes)
    select tenant_id, 'p' || n || '@contoso.example', jsonb_build_object('displayName', 'p' || n, 'mailNickname', 'p' || n)
    from tenant, generate_series(1, ${people}) n`)
  await client.query(`
    update directory_user u set manager_id = m.id from directory_user m
    where m.user_principal_name = 'p' || ((substring(u.user_principal_name from '[0-9]+')::int + 9) / 10) || '@contoso.example' and m.id <> u.id`)
  await client.query(
    `insert into directory_change select tenant_id, 'User', id, pg_current_xact_id() from directory_user`,
  )
}

test('an initial cycle is shared by three, of whom two are killed: everybody is created once, and progress never falls', async () => {
  const people = 1500
  const share = ['--share-from', '200']
  const first = await start('first', 'work', ...share)
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await ask(first, 'POST', '/usher/apps', { template: 'generic', name: 'App' })
    const settings = { tenantUrl: provider.tenantUrl, secretToken: 'x', scope: 'all', bulk: false }
    await ask(first, 'PATCH', '/usher/apps/App/settings', settings)
    await seedPeople(client, people)
    const asked = await start('asked', 'serve')
    const second = await start('second', 'work', ...share)
    const third = await start('third', 'work', ...share)
    provider.beforeWrite = () => sleep(150)
    void ask(first, 'POST', '/usher/apps/App/run', { yes: true }).catch(() => null)
    const percents: number[] = []
    const seen = (happened: () => boolean | Promise<boolean>): Promise<void> =>
      until(async () => {
        const { progress } = (await status(asked)).job as { progress: { percent: number } | null }
        if (progress !== null) percents.push(progress.percent)
        return happened()
      })
    const kill = async ({ child }: Started): Promise<void> => {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    const shards = async (): Promise<{ taken: number; again: number }> => {
      const { rows } = await client.query<{ taken: number; again: number }>(
        `select count(lease)::int as taken, (count(*) filter (where takes > 1))::int as again from shard`,
      )
      return rows[0] ?? { taken: 0, again: 0 }
    }
    // Each has one.
    await seen(async () => (await shards()).taken === 3)
    await kill(second)
    await seen(async () => (await shards()).again > 0)
    await kill(first)
    expect(provider.users.size).toBeLessThan(people)
    await seen(async () => (await status(asked)).job['lastCycle'] !== null)
    expect(userNames()).toHaveLength(people)
    const made = provider.arrived.flatMap(({ method, body }) =>
      method === 'POST' ? [(body as { userName: string }).userName] : [],
    )
    expect(made.toSorted()).toEqual(userNames())
    const managed = [...provider.users.values()].filter((user) => JSON.stringify(user).includes('"manager"'))
    expect(managed).toHaveLength(people - 1)
    expect(percents).toEqual(percents.toSorted((a, b) => a - b))
    expect(await status(third)).toMatchObject({ job: { linked: people, active: people, failed: 0 } })
  } finally {
    await client.end()
  }
}, 180_000)
