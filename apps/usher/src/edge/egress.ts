/** Where Usher may connect to: https, and nothing within the network it stands in unless that is allowed. */
import { lookup as systemLookup } from 'node:dns/promises'
import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isAddress, isWithin, placeOf, readNetwork, type Network } from './addresses.ts'

export type EgressRules = {
  /** Usher itself can be reached from this machine only, so it may reach this machine. */
  readonly loopback: boolean
  /** Networks, addresses and host names (`*.corp.example` for all below) that may be private. */
  readonly allow: readonly string[]
}
export type EgressGuard = {
  /** Why an address is refused before anything is resolved, as a sentence; null when its host may be looked up. */
  refuses(url: URL): string | null
  /** Gives a connection only addresses that were checked, so that it goes where the check looked. */
  readonly lookup: LookupFunction
}
type Resolve = (host: string) => Promise<readonly LookupAddress[]>

const fromSystem: Resolve = (host) => systemLookup(host, { all: true, order: 'verbatim' })

/** The guard for all requests of the service; `resolve` finds the addresses of a host. */
export function egressGuard({ loopback, allow }: EgressRules, resolve: Resolve = fromSystem): EgressGuard {
  const networks = allow.map(readNetwork).filter((network): network is Network => network !== null)
  const names = allow.map((name) => name.toLowerCase()).filter((name) => readNetwork(name) === null)
  const isAllowed = (host: string, address: string): boolean =>
    isWithin(address, networks) || names.some((name) => isNamed(host, name))

  const refusal = (host: string, address: string): string | null => {
    const { kind, is } = placeOf(address)
    if (isLocalhost(host) && kind !== 'loopback') return `${host} leads to ${address}, which is not this machine.`
    if (kind === 'public' || (kind === 'loopback' && loopback)) return null
    const where = host === address ? host : `${host} at ${address}`
    if (kind === 'never') return `Usher never connects to ${where}: it is ${is}.`
    if (isAllowed(host, address)) return null
    return `Usher does not connect to ${where}: it is ${is}. If the application is there, allow it: --egress-allow ${host}.`
  }

  return {
    refuses({ protocol, hostname }) {
      const host = bare(hostname)
      if (protocol !== 'http:' && protocol !== 'https:') return `Usher does not speak ${protocol}//.`
      const literal = isAddress(host)
      // Where it leads comes first: https would not help.
      const refused = literal ? refusal(host, host) : null
      if (refused !== null || protocol === 'https:') return refused
      const here = isLocalhost(host) || (literal && placeOf(host).kind === 'loopback')
      return here ? null : `An address at ${host} must begin with https://; plain http is for this machine only.`
    },
    lookup(hostname, options, callback) {
      resolve(hostname).then(
        (addresses) => {
          const refused = addresses.map(({ address }) => refusal(bare(hostname), address))
          const good = addresses.filter((_, index) => refused[index] === null)
          const [first] = good
          if (first === undefined) callback(new EgressRefused(refused[0] ?? `${hostname} has no address.`), '')
          else if (options.all === true) callback(null, [...good])
          else callback(null, first.address, first.family)
        },
        (error: NodeJS.ErrnoException) => callback(error, ''),
      )
    },
  }
}

/** A connection that the guard does not make; the message says why. */
export class EgressRefused extends Error {
  readonly code = 'EGRESS_REFUSED'
}

/** What is wrong with an entry of the list of what is allowed; null when it can be used. */
export function allowProblem(entry: string): string | null {
  if (readNetwork(entry) !== null) return null
  if (/^(\*\.)?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)*[a-z][a-z0-9_-]*$/i.test(entry)) return null
  return `"${entry}" is no network, address or host name. Write 10.1.0.0/16, 10.1.2.3, hr.corp.example or *.corp.example.`
}

function isNamed(host: string, name: string): boolean {
  return name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name
}

/** RFC 6761 §6.3: such names mean this machine. */
function isLocalhost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost')
}

/** Without the brackets of an IPv6 address and the final dot of a name. */
function bare(hostname: string): string {
  return hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase()
}
