/** An HTTP proxy that spoils a share of what goes through it, and counts. */
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { buffer } from 'node:stream/consumers'
import { give, kinds, type Answer, type Fault } from './kinds.ts'

export type Proxy = {
  readonly url: string
  /** From 0, nothing, to 1, everything. */
  share: number
  /** How often each fault was done. */
  readonly done: Map<Fault, number>
  /** Requests that arrived at the application, by what they are: the same one several times. */
  readonly arrived: Map<string, number>
  /** Of those the ones that made something, answered with 201. */
  readonly made: Map<string, number>
  requests: number
  /** Milliseconds that every request waits. */
  delay: number
  close(): Promise<void>
}

/** `seed`: the same faults in the same order, as far as requests come in the same order. `only`: no others than these. */
export async function startProxy(
  target: string,
  { share, seed, only = Object.keys(kinds) as Fault[] }: { share: number; seed: number; only?: readonly Fault[] },
): Promise<Proxy> {
  const random = generator(seed)
  const next = inTurn(only, random)
  const proxy: Proxy = {
    url: '',
    share,
    done: new Map(),
    arrived: new Map(),
    made: new Map(),
    requests: 0,
    delay: 0,
    close,
  }
  const server = createServer((message, out) => {
    out.on('error', () => undefined)
    void handle(message).catch(() => out.socket?.destroy())
    async function handle(incoming: IncomingMessage): Promise<void> {
      const body = await buffer(incoming)
      proxy.requests += 1
      if (proxy.delay > 0) await sleep(proxy.delay)
      const forward = async (): Promise<Answer> => {
        const key = `${incoming.method} ${incoming.url} ${body.toString()}`
        proxy.arrived.set(key, (proxy.arrived.get(key) ?? 0) + 1)
        const answer = await forwarded(target, incoming, body)
        if (answer.status === 201) proxy.made.set(key, (proxy.made.get(key) ?? 0) + 1)
        return answer
      }
      const fault = random() < proxy.share ? next() : undefined
      if (fault === undefined) return give(out, await forward())
      proxy.done.set(fault, (proxy.done.get(fault) ?? 0) + 1)
      await kinds[fault]({ out, forward, random })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  async function close(): Promise<void> {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return Object.assign(proxy, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}

async function forwarded(target: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  const asked = httpRequest(new URL(url ?? '/', target), {
    method,
    headers: { ...headers, host: new URL(target).host, connection: 'close' },
  })
  asked.end(body)
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  return { status: answer.statusCode ?? 502, headers: answer.headers, body: await buffer(answer) }
}

/** One after the other in an order that is drawn anew each time round, so that a short run meets all of them. */
function inTurn<T>(all: readonly T[], random: () => number): () => T | undefined {
  let left: T[] = []
  return () => {
    if (left.length === 0) left = [...all]
    return left.splice(Math.floor(random() * left.length), 1)[0]
  }
}

/** mulberry32: small, and the same everywhere. */
export function generator(seed: number): () => number {
  let at = seed
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let t = Math.imul(at ^ (at >>> 15), 1 | at)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
