/** Whether a host can be reached, stage by stage: its name is found, something listens, it proves who it is (BT-9). */
import { connect as tcp, isIP, type Socket } from 'node:net'
import { connect as tls, getCACertificates, type TLSSocket } from 'node:tls'
import type { EgressGuard } from './egress.ts'
import type { Tls } from './http.ts'

export type Reached = {
  readonly stage: 'dns' | 'tcp' | 'tls'
  readonly status: 'passed' | 'failed' | 'skipped'
  readonly says: string
}

type Address = { readonly address: string; readonly family: number }

/** `patience`: milliseconds for each stage. The stages up to the first that fails, and what was left out. */
export async function reach(
  url: URL,
  {
    guard,
    certificates,
    patience = 5000,
  }: { readonly guard: EgressGuard; readonly certificates: Tls; readonly patience?: number },
): Promise<readonly Reached[]> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port)
  const found = await resolved(guard, host)
  if (found instanceof Error) return [{ stage: 'dns', status: 'failed', says: saysOfName(host, found) }]
  const [first] = found
  const named: Reached = { stage: 'dns', status: 'passed', says: isIP(host) > 0 ? `${host} is an address.` : `${host} is ${found.map(({ address }) => address).join(', ')}.` } // prettier-ignore
  if (first === undefined) return [{ stage: 'dns', status: 'failed', says: `${host} has no address.` }]
  const socket = await opened(tcp({ host: first.address, port }), 'connect', patience)
  if (socket instanceof Error) return [named, { stage: 'tcp', status: 'failed', says: saysOfPort(first, port, socket) }]
  const listens: Reached = {
    stage: 'tcp',
    status: 'passed',
    says: `Something listens at ${first.address}, port ${port}.`,
  }
  if (url.protocol !== 'https:') {
    socket.destroy()
    return [named, listens, { stage: 'tls', status: 'skipped', says: 'Plain http: nothing is encrypted.' }]
  }
  return [named, listens, await secured(socket, host, { certificates, patience })]
}

function resolved(guard: EgressGuard, host: string): Promise<readonly Address[] | Error> {
  return new Promise((resolve) => {
    guard.lookup(host, { all: true }, (error, addresses) => {
      if (error !== null) return resolve(error)
      resolve(Array.isArray(addresses) ? addresses : [{ address: addresses, family: isIP(addresses) }])
    })
  })
}

function opened<S extends Socket>(socket: S, event: 'connect' | 'secureConnect', patience: number): Promise<S | Error> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => fail(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })), patience)
    const fail = (error: Error): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(error)
    }
    socket.on('error', fail)
    socket.once(event, () => {
      clearTimeout(timer)
      resolve(socket)
    })
  })
}

async function secured(
  socket: Socket,
  host: string,
  { certificates, patience }: { readonly certificates: Tls; readonly patience: number },
): Promise<Reached> {
  const { certificate, key, passphrase, authorities = [] } = certificates
  const secure = await opened<TLSSocket>(
    tls({
      socket,
      ...(isIP(host) === 0 && { servername: host }),
      ...(certificate !== undefined && { cert: certificate }),
      ...(key !== undefined && { key }),
      ...(passphrase !== undefined && { passphrase }),
      ...(authorities.length > 0 && { ca: [...getCACertificates('default'), ...authorities] }),
    }),
    'secureConnect',
    patience,
  )
  if (secure instanceof Error) return { stage: 'tls', status: 'failed', says: saysOfTrust(host, secure) }
  const { subject, issuer, valid_to: ends } = secure.getPeerCertificate()
  const says = `${secure.getProtocol() ?? 'TLS'}; the certificate of ${nameIn(subject)} was issued by ${nameIn(issuer)} and ends on ${ends}.`
  secure.destroy()
  return { stage: 'tls', status: 'passed', says }
}

function nameIn(of: { readonly CN?: string | string[]; readonly O?: string | string[] } | undefined): string {
  return [of?.CN ?? of?.O ?? 'nobody'].flat().join(', ')
}

function saysOfName(host: string, error: Error & { readonly code?: string }): string {
  if (error.code === 'EGRESS_REFUSED') return error.message
  return `No name server knows ${host} (${error.code ?? error.message}). Check how it is written in the Tenant URL.`
}

function saysOfPort({ address }: Address, port: number, error: Error & { readonly code?: string }): string {
  const why = error.code === 'ECONNREFUSED' ? 'nothing listens there' : (error.code ?? error.message)
  return `There is no connection to ${address}, port ${port}: ${why}. Is the application running, and does a firewall let Usher through?`
}

function saysOfTrust(host: string, error: Error & { readonly code?: string }): string {
  const code = error.code ?? ''
  if (/ALTNAME/.test(code)) return `The certificate is not that of ${host} (${code}). Enter the name that stands in it.`
  if (/EXPIRED/.test(code)) return `The certificate of ${host} has expired (${code}). Renew it there.`
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET/.test(code))
    return `Nobody that is trusted vouches for the certificate of ${host} (${code}). If a private authority issued it, trust that one: usher settings APP --ca FILE.`
  return `There is no secure connection to ${host} (${code === '' ? error.message : code}). Does it speak https at this port?`
}
