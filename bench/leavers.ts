/**
 * How long somebody who leaves keeps an account while an initial cycle of hours runs: from the change in the directory until the
 * account is disabled in Dynamic Signal, both programs on PostgreSQL, at the pace of Entra's dialect (25 requests a second).
 *
 * The limit is the target itself: the same change sent bare.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { startPostgres } from '../test/postgres.ts'
import { dynamicSignal, generateToken, usher } from './programs.ts'
import { caller, poolOf, seed } from './scale.ts'

const line = (text: string): void => void process.stdout.write(`${text}\n`)
const app = '/usher/apps/Target'

export async function leavers(args: readonly string[]): Promise<void> {
  const option = (name: string, otherwise: number): number =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise)
  const people = option('people', 100_000)
  const leaving = option('leavers', 40)
  const folder = await mkdtemp(join(tmpdir(), 'usher-bench-'))
  const postgres = await startPostgres()
  const admin = new Client({ connectionString: postgres.url })
  await admin.connect()
  const database = async (name: string): Promise<string> => {
    await admin.query(`create database ${name}`)
    return Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href
  }
  const url = await database('usher')
  const target = await dynamicSignal(join(folder, 'dynamic-signal'), await database('target'))
  const source = await usher(join(folder, 'usher'), url)
  const store = new Client({ connectionString: url })
  await store.connect()
  try {
    const call = caller(source.ready.url, await readFile(source.ready.tokenFile, 'utf8'))
    const secretToken = await generateToken(target.ready.url, { groups: true })
    const { pool, path, headers } = poolOf({ base: target.ready.scimApiUrl, token: secretToken })
    const isActive = async (id: string): Promise<boolean> => {
      const answer = await pool.request({ method: 'GET', path: `${path}/Users/${id}`, headers })
      return ((await answer.body.json()) as { active: boolean }).active
    }
    const bare = async (id: string, active: boolean): Promise<number> => {
      const began = performance.now()
      const operation = { op: 'replace', path: 'active', value: active }
      const body = JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [operation],
      })
      await (await pool.request({ method: 'PATCH', path: `${path}/Users/${id}`, headers, body })).body.text()
      return performance.now() - began
    }
    await seed(url, people, 0)
    await call('POST', '/usher/apps', { template: 'generic', name: 'Target' })
    const settings = { tenantUrl: target.ready.scimApiUrl, secretToken, scope: 'all', dialect: 'entra' }
    await call('PATCH', `${app}/settings`, settings)
    const running = call('POST', `${app}/run`, { yes: true }).catch(() => null)
    const times: number[] = []
    const own: number[] = []
    while (times.length < leaving) {
      const { rows } = await store.query<{ upn: string; target: string }>(
        `select u.user_principal_name as upn, l.target_id as target from link l join directory_user u on u.id = l.object_id::uuid
         where l.sent is not null and l.active and u.account_enabled order by random() limit 1`,
      )
      const [one] = rows
      if (one === undefined) {
        await sleep(200)
        continue
      }
      const began = performance.now()
      await call('PATCH', `/usher/users/${one.upn}`, { accountEnabled: false })
      while (await isActive(one.target)) await sleep(5)
      times.push(performance.now() - began)
      own.push(await bare(one.target, false))
      // Not so fast that they count as a burst.
      await sleep(3500)
    }
    await call('POST', `${app}/stop`, {})
    await running
    await pool.close()
    const at = (list: readonly number[], share: number): string =>
      `${(list.toSorted((a, b) => a - b)[Math.ceil(list.length * share) - 1] ?? 0).toFixed(0)} ms`
    line('')
    line(
      `${leaving} people leave while an initial cycle of ${people} runs at 25 requests/s, both programs on PostgreSQL`,
    )
    line(`  until the account is disabled   median ${at(times, 0.5)}, p95 ${at(times, 0.95)}, most ${at(times, 1)}`)
    line(`  the target's own time, bare     median ${at(own, 0.5)}, p95 ${at(own, 0.95)}`)
  } finally {
    await store.end()
    await admin.end()
    await source.stop()
    await target.stop()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
