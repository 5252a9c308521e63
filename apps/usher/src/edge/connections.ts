/** Ways to applications that outlive a cycle: kept connections, access tokens, the pace, and whether a probe is due. */
import { createHash } from 'node:crypto'
import type { EgressGuard } from './egress.ts'
import { httpSend, type Send, type Tls } from './http.ts'
import { withBearer, withClientCredentials, type OauthClient } from './oauth.ts'
import { pacer, type Bound, type Pace, type Pacer } from './pace.ts'
import { sameOrigin } from './redirects.ts'
import { alone, type Sharing } from './sharing.ts'

export type Authorization =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'oauth'; readonly client: OauthClient }
  /** The certificate of the client says who it is. */
  | { readonly kind: 'certificate' }
export type Way = {
  /** With credentials, guarded, not paced. */
  readonly send: Send
  readonly pacer: Pacer
  /** What those who use the connection keep with it: made when it is first asked for. */
  keep<T>(name: string, make: () => T): T
}
export type Wanted = {
  /** Whose connection it is; one with other credentials takes the place of the old one. */
  readonly job: string
  /** Who shares a pace: everything that talks to this address. */
  readonly address: string
  readonly pace: Pace
  /** What the job allows at most; it holds from now on, for whoever talks to this address. */
  readonly bound: Bound
  readonly authorization: Authorization
  readonly tls: Tls
}
export type Connections = {
  open(wanted: Wanted): Way
  /** A way that nobody shares, to see whether credentials work; whoever has it closes it. */
  trial(wanted: Pick<Wanted, 'authorization' | 'tls'>): {
    readonly send: Send
    readonly tls: Tls
    close(): Promise<void>
  }
  /** What every way out is checked by. */
  readonly guard: EgressGuard
  /** Trusted for every way out, in PEM. */
  readonly authorities: readonly string[]
  close(): Promise<void>
}

export type Edge = {
  readonly guard: EgressGuard
  /** Trusted for every application, in PEM. */
  readonly authorities: readonly string[]
  readonly now?: () => number
  /** What other processes on this store do. */
  readonly sharing?: Sharing
}

/** Opens ways to applications, each once; what was opened is closed together. */
export function connections({ guard, authorities, now = Date.now, sharing = alone }: Edge): Connections {
  const ways = new Map<string, Way>()
  const pacers = new Map<string, Pacer>()
  const current = new Map<string, string>()
  const opened: (() => Promise<void>)[] = []

  const paced = (address: string, pace: Pace): Pacer => {
    const share = () => sharing.share(address)
    const made = pacer(pace, undefined, { share, paused: (until) => sharing.paused(address, until) })
    sharing.onPause(address, made.pauseUntil)
    return made
  }
  const made = ({ address, pace, authorization, tls }: Omit<Wanted, 'job' | 'bound'>): Way => {
    const trusted = [...authorities, ...(tls.authorities ?? [])]
    const { send: plain, close } = httpSend({ guard, tls: { ...tls, authorities: trusted } })
    opened.push(close)
    const paceKey = JSON.stringify([address, pace])
    const shared = pacers.get(paceKey) ?? paced(address, pace)
    pacers.set(paceKey, shared)
    const kept = new Map<string, unknown>()
    return {
      send: authorized(sameOrigin(plain), { plain, authorization, now }),
      pacer: shared,
      keep<T>(name: string, make: () => T): T {
        if (!kept.has(name)) kept.set(name, make())
        return kept.get(name) as T
      },
    }
  }

  return {
    guard,
    authorities,
    trial({ authorization, tls }) {
      const trusting = { ...tls, authorities: [...authorities, ...(tls.authorities ?? [])] }
      const { send: plain, close } = httpSend({ guard, tls: trusting })
      return { send: authorized(sameOrigin(plain), { plain, authorization, now }), tls: trusting, close }
    },
    open(wanted) {
      const { job, bound, ...rest } = wanted
      const key = createHash('sha256').update(JSON.stringify(rest)).digest('base64url')
      const before = current.get(job)
      current.set(job, key)
      // A cycle that runs with the old credentials goes on with them; its connections end when they are idle.
      if (before !== undefined && ![...current.values()].includes(before)) ways.delete(before)
      const way = ways.get(key) ?? made(rest)
      ways.set(key, way)
      way.pacer.bound(job, bound)
      return way
    },
    async close() {
      await Promise.all(opened.map((close) => close()))
    },
  }
}

function authorized(
  send: Send,
  {
    plain,
    authorization,
    now,
  }: { readonly plain: Send; readonly authorization: Authorization; readonly now: () => number },
): Send {
  switch (authorization.kind) {
    case 'token':
      return withBearer(send, authorization.token)
    case 'oauth':
      return withClientCredentials(send, plain, authorization.client, now)
    case 'certificate':
      return send
  }
}
