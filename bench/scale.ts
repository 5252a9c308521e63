/**
 * A directory of a million people, of whom a quarter of a million have accounts in Dynamic Signal, on PostgreSQL: an
 * incremental cycle with a hundred changes, and the discovery of all accounts.
 *
 * The peer of both is the target itself: the same requests sent bare, one after the other, in the same run.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { Pool } from 'undici'
import { startPostgres } from '../test/postgres.ts'
import { dynamicSignal, generateToken, usher } from './programs.ts'

const line = (text: string): void => void process.stdout.write(`${text}\n`)
const app = '/usher/apps/Target'

export async function scale(args: readonly string[]): Promise<void> {
  const option = (name: string, otherwise: number): number =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise)
  const people = option('people', 1_000_000)
  const assigned = option('assigned', 250_000)
  const changes = option('changes', 100)
  const folder = await mkdtemp(join(tmpdir(), 'usher-bench-'))
  const postgres = await startPostgres()
  const database = async (name: string): Promise<string> => {
    await query(postgres.url, `create database ${name}`)
    return Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href
  }
  const url = await database('usher')
  const target = await dynamicSignal(join(folder, 'dynamic-signal'), await database('target'))
  const source = await usher(join(folder, 'usher'), url)
  try {
    const call = caller(source.ready.url, await readFile(source.ready.tokenFile, 'utf8'))
    const secretToken = await generateToken(target.ready.url, { groups: true })
    await seed(url, people, assigned)
    await call('POST', '/usher/apps', { template: 'generic', name: 'Target' })
    await call('PATCH', `${app}/settings`, { tenantUrl: target.ready.scimApiUrl, secretToken })
    await call('POST', `${app}/assignments`, { who: 'All with an account' })
    line('')
    line(`a directory of ${people} people, ${assigned} of them with an account, both programs on PostgreSQL`)
    const initial = await call('POST', `${app}/run`, { yes: true })
    tell('initial cycle', initial.summary)
    line(`  of that a group with ${initial.summary.members.added} members`)
    await incremental({ call, url, changes, target: { base: target.ready.scimApiUrl, token: secretToken } })
    await oneMember(call, url)
    await discovery(call, { base: target.ready.scimApiUrl, token: secretToken })
    line(`  peak memory   ${(await source.peakMemory()).toFixed(0)} MB of Usher's process`)
  } finally {
    await source.stop()
    await target.stop()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

type Summary = {
  seconds: number
  requests: number
  read: number
  created: number
  updated: number
  members: { added: number; removed: number }
}
type Answer = { summary: Summary; discovery: Summary & { counts: Record<string, number> } }
type Call = (method: string, path: string, body: unknown) => Promise<Answer>
type Target = { readonly base: string; readonly token: string }

async function incremental({
  call,
  url,
  changes,
  target,
}: {
  call: Call
  url: string
  changes: number
  target: Target
}) {
  await call('POST', `${app}/run`, { yes: true })
  await call('POST', `${app}/stop`, {})
  await query(url, `
    with chosen as (select l.tenant_id, l.object_id::uuid as id from link l order by object_id limit ${changes}),
    changed as (update directory_user u set attributes = u.attributes || '{"jobTitle": "Director"}' from chosen
      where u.tenant_id = chosen.tenant_id and u.id = chosen.id returning u.tenant_id, u.id)
    update directory_change c set xid = pg_current_xact_id() from changed
      where c.tenant_id = changed.tenant_id and c.object_type = 'User' and c.object_id = changed.id`) // prettier-ignore
  const { summary } = await call('POST', `${app}/run`, { yes: true })
  tell(`incremental cycle, ${changes} changes`, summary)
  const bare = await bareReads(target, changes)
  line(`  the target's own time: ${bare.toFixed(2)} s for ${changes} reads and as many changes of one attribute, bare`)
}

/** Somebody who leaves the group, and keeps the application by an assignment of their own. */
async function oneMember(call: Call, url: string): Promise<void> {
  await query(url, `
    with one as (select tenant_id, group_id, member_id from group_member order by member_id limit 1),
    gone as (delete from group_member m using one where m.tenant_id = one.tenant_id and m.group_id = one.group_id
      and m.member_id = one.member_id returning m.*),
    told as (insert into membership_change (tenant_id, group_id, member_id, nested, member_type, xid)
      select tenant_id, group_id, member_id, false, 'User', pg_current_xact_id() from gone
      on conflict (tenant_id, group_id, member_id, nested) do update set xid = excluded.xid returning 1)
    insert into app_role_assignment (tenant_id, application_id, principal_type, principal_id, app_role_id)
      select g.tenant_id, a.id, 'User', g.member_id, '00000000-0000-0000-0000-000000000000' from gone g, application a`) // prettier-ignore
  const { summary } = await call('POST', `${app}/run`, { yes: true })
  line(
    `  one member less: ${summary.seconds.toFixed(2)} s, ${summary.requests} requests, ${summary.members.removed} removed`,
  )
}

async function discovery(call: Call, target: Target): Promise<void> {
  const { discovery: found } = await call('POST', `${app}/accounts/discover`, {})
  const total = Object.values(found.counts).reduce((sum, count) => sum + count, 0)
  line(
    `  discovery of ${total} accounts: ${found.seconds.toFixed(1)} s, ${(total / found.seconds).toFixed(0)} accounts/s, ${found.requests} requests (Entra: 250,000 accounts in 12 hours or more)`,
  )
  line(`  the target's own time: ${(await bareList(target, total)).toFixed(1)} s for the same pages, bare`)
}

/** Reads so many users one after the other and changes one attribute of each. Seconds. */
async function bareReads(target: Target, count: number): Promise<number> {
  const { pool, path, headers } = poolOf(target)
  const list = await pool.request({ method: 'GET', path: `${path}/Users?count=${count}&attributes=userName`, headers })
  const { Resources } = (await list.body.json()) as { Resources: { id: string }[] }
  const began = performance.now()
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < Resources.length) {
      const at = `${path}/Users/${Resources[next++]?.id ?? ''}`
      await (await pool.request({ method: 'GET', path: at, headers })).body.text()
      const body = JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path: 'title', value: 'Chief' }],
      })
      await (await pool.request({ method: 'PATCH', path: at, headers, body })).body.text()
    }
  }
  await Promise.all(Array.from({ length: 32 }, worker))
  const seconds = (performance.now() - began) / 1000
  await pool.close()
  return seconds
}

/** Reads the whole list in pages of a hundred, as discovery does. Seconds. */
async function bareList(target: Target, total: number): Promise<number> {
  const { pool, path, headers } = poolOf(target)
  const began = performance.now()
  let cursor = ''
  for (let read = 0; read < total; read += 100) {
    const at = `${path}/Users?attributes=userName,displayName,active&count=100&cursor=${encodeURIComponent(cursor)}`
    const answer = await pool.request({ method: 'GET', path: at, headers })
    cursor = ((await answer.body.json()) as { nextCursor?: string }).nextCursor ?? ''
    if (cursor === '') break
  }
  const seconds = (performance.now() - began) / 1000
  await pool.close()
  return seconds
}

export function poolOf({ base, token }: Target) {
  const url = new URL(base)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' }
  return { pool: new Pool(url.origin, { connections: 32 }), path: url.pathname, headers }
}

/** People as an import makes them, and a group of the first ones. */
export async function seed(url: string, people: number, assigned: number): Promise<void> {
  await query(url, `
    insert into directory_user (tenant_id, id, user_principal_name, employee_id, attributes)
    select tenant_id, gen_random_uuid(), 'p' || n || '@contoso.example', n::text, jsonb_build_object('displayName', 'Person ' || n,
      'givenName', 'Ana', 'surname', 'Silva ' || n, 'mail', 'p' || n || '@contoso.example', 'mailNickname', 'p' || n,
      'jobTitle', 'Engineer', 'department', 'Sales', 'city', 'Lisbon', 'country', 'PT')
    from tenant, generate_series(1, ${people}) n`) // prettier-ignore
  await query(
    url,
    `insert into directory_change select tenant_id, 'User', id, pg_current_xact_id() from directory_user`,
  )
  await query(
    url,
    `insert into directory_group (tenant_id, display_name) select tenant_id, 'All with an account' from tenant`,
  )
  await query(url, `
    insert into group_member (tenant_id, group_id, member_id)
    select u.tenant_id, g.id, u.id from directory_group g join directory_user u on u.tenant_id = g.tenant_id
    where g.display_name = 'All with an account' and u.employee_id::int <= ${assigned}`) // prettier-ignore
  await query(url, 'analyze')
}

export function caller(base: string, file: string): Call {
  const { token } = JSON.parse(file) as { token: string }
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const init = { method, headers, body: JSON.stringify(body) }
    const answer = await fetch(base + path, init)
    const text = await answer.text()
    if (!answer.ok || text.includes('"error":{"')) throw new Error(`${path}: ${text.slice(-500)}`)
    return JSON.parse(text.trim().split('\n').at(-1) ?? '{}') as Answer
  }
}

function tell(what: string, { seconds, requests, read, created, updated }: Summary): void {
  line(
    `  ${what}: ${seconds.toFixed(2)} s, ${read} read, ${created} created, ${updated} updated, ${requests} requests, ${((created + updated) / seconds).toFixed(0)} objects/s`,
  )
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
