import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** What a provider answered; `body` is `undefined` where there is none. */
export type Answer = {
  readonly status: number
  readonly type: string | null
  readonly location: string | null
  readonly body: unknown
}

/** A running example. A body that is a text is sent as it is. */
export type Provider = {
  readonly ask: (method: string, path: string, body?: unknown, token?: string) => Promise<Answer>
  readonly end: () => Promise<void>
}

/** Starts a program that serves SCIM on the port it is told, and waits until it says so. */
export async function startProvider(program: string): Promise<Provider> {
  const token = 'a token'
  const env = { ...process.env, PORT: String(await freePort()), SCIM_TOKEN: token }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const address = await said(child)
  return {
    ask: async (method, path, body, own = token) => {
      const headers = { authorization: `Bearer ${own}`, 'content-type': 'application/scim+json' }
      const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
      const response = await fetch(`${address}${path}`, { method, headers, ...sent })
      const text = await response.text()
      return {
        status: response.status,
        type: response.headers.get('content-type'),
        location: response.headers.get('location'),
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
      }
    },
    end: async () => {
      if (child.exitCode !== null) return
      child.kill()
      await once(child, 'exit')
    },
  }
}

/** The address that the program prints first. Rejects with all it said when it ends before. */
function said(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let all = ''
    const hear = (chunk: Buffer): void => {
      all += String(chunk)
      const address = /^http\S+/m.exec(all)?.[0]
      if (address !== undefined && all.includes('\n')) resolve(address)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', () => reject(new Error(`The program has ended: ${all}`)))
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return address !== null && typeof address === 'object' ? address.port : 0
}
