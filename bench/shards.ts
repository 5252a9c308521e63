/**
 * An initial cycle that one process carries out, and that several share: into an application that takes some time for each request
 * and has no Bulk. It keeps nothing but who is there, so that it costs next to nothing itself.
 */
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { startPostgres } from '../test/postgres.ts'
import { start, type Program } from './programs.ts'
import { caller, seed } from './scale.ts'

const line = (text: string): void => void process.stdout.write(`${text}\n`)
type Usher = Program<{ url: string; tokenFile: string }>

export async function shards(args: readonly string[]): Promise<void> {
  const option = (name: string, otherwise: number): number =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise)
  const people = option('people', 20_000)
  const latency = option('latency', 25)
  const rounds = option('rounds', 1)
  const most = option('processes', 2)
  const postgres = await startPostgres()
  const admin = new Client({ connectionString: postgres.url })
  await admin.connect()
  try {
    line(`\nInitial cycle of ${people} into an application that takes ${latency} ms a request, without Bulk`)
    for (let round = 1; round <= rounds; round += 1) {
      for (let processes = 1; processes <= most; processes += 1) {
        const name = `usher_${round}_${processes}`
        await admin.query(`create database ${name}`)
        const url = Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href
        const { seconds, created, requests, again } = await measure(url, { people, latency, processes })
        line(
          `  ${processes} ${processes === 1 ? 'process  ' : 'processes'}  ${seconds.toFixed(1)} s, ${(created / seconds).toFixed(0)} objects/s, ${created} created, ${requests} requests, ${again} twice`,
        )
      }
    }
  } finally {
    await admin.end()
    await postgres.stop()
  }
}

type Measured = {
  readonly seconds: number
  readonly created: number
  readonly requests: number
  readonly again: number
}

async function measure(
  url: string,
  { people, latency, processes }: { readonly people: number; readonly latency: number; readonly processes: number },
): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-bench-'))
  const application = await slowApplication(latency)
  const started: Usher[] = []
  try {
    for (let at = 0; at < processes; at += 1) {
      const data = join(folder, `process-${at}`)
      // Every service on one database needs the same key.
      if (at > 0) await copyFile(join(folder, 'process-0.key'), `${data}.key`)
      const args = ['--data', data, '--port', '0', '--database-url', url, '--role', at === 0 ? 'all' : 'work']
      started.push(await start('apps/usher/src/main.ts', { args }))
      if (at === 0) await seed(url, people, 0)
    }
    const { ready } = started[0] as Usher
    const call = caller(ready.url, await readFile(ready.tokenFile, 'utf8'))
    await call('POST', '/usher/apps', { template: 'generic', name: 'Target' })
    const settings = { tenantUrl: application.url, secretToken: 'x', scope: 'all', bulk: false }
    await call('PATCH', '/usher/apps/Target/settings', settings)
    const { summary } = (await call('POST', '/usher/apps/Target/run', { yes: true })) as unknown as {
      summary: { seconds: number; created: number; requests: number }
    }
    return { ...summary, again: application.again() }
  } finally {
    for (const one of started) await one.stop()
    await application.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function slowApplication(latency: number) {
  const names = new Map<string, string>()
  let again = 0
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = ''
    for await (const part of request) text += String(part)
    await sleep(latency)
    const say = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/scim+json' }).end(JSON.stringify(body))
    }
    if (request.method === 'POST') {
      const user = JSON.parse(text) as { userName: string }
      if (names.has(user.userName)) {
        again += 1
        return say(409, { status: '409', scimType: 'uniqueness', detail: 'userName is taken' })
      }
      const id = `a${names.size}`
      names.set(user.userName, id)
      return say(201, { ...user, id })
    }
    const path = new URL(request.url ?? '', 'http://x')
    if (!path.pathname.endsWith('/Users')) return say(404, { status: '404' })
    const from = Number(path.searchParams.get('startIndex') ?? 1)
    const size = Number(path.searchParams.get('count') ?? 100)
    const wanted = /"(.*)"/.exec(path.searchParams.get('filter') ?? '')?.[1]
    const all = wanted === undefined ? [...names] : [...names].filter(([name]) => name === wanted)
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User']
    const Resources = all.slice(from - 1, from - 1 + size).map(([userName, id]) => ({ schemas, id, userName }))
    say(200, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: all.length,
      startIndex: from,
      itemsPerPage: Resources.length,
      Resources,
    })
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`,
    again: () => again,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  }
}
