/** Whether and how the service speaks TLS: with files of the administrator, or with certificates of its own. */
import { Refusal } from '@usher/host'
import { readFile } from 'node:fs/promises'
import type { Server } from 'node:https'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { Config } from '../../config.ts'

export type Secure = {
  /** For the server. */
  readonly options: { readonly cert: string; readonly key: string }
  /** What clients are to trust beside the authorities of their system. */
  readonly authorityFile?: string
  /** Looks twice a day whether there is a newer certificate, and serves that. */
  keep(server: Server): Disposable
}

const often = 12 * 3600_000

/** Null: plain HTTP. Throws a `Refusal` when a file cannot be read, or the two do not belong together. */
export async function secure(config: Config): Promise<Secure | null> {
  const { tlsCert, tlsKey, https } = config
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    throw new Refusal('--tls-cert and --tls-key belong together: give both.', 2)
  if (tlsCert !== undefined && tlsKey !== undefined) return keeping(() => fromFiles(tlsCert, tlsKey))
  return https === true ? keeping(() => own(config)) : null
}

type Read = { readonly cert: string; readonly key: string; readonly authorityFile?: string }

async function keeping(read: () => Promise<Read>): Promise<Secure> {
  const { authorityFile, ...options } = await read()
  return {
    options,
    ...(authorityFile !== undefined && { authorityFile }),
    keep(server) {
      let now = options
      const look = async (): Promise<void> => {
        const { cert, key } = await read()
        if (cert === now.cert) return
        now = { cert, key }
        server.setSecureContext(now)
      }
      // A file that cannot be read now is served as it was.
      const timer = setInterval(() => void look().catch(() => undefined), often)
      timer.unref()
      return { [Symbol.dispose]: () => clearInterval(timer) }
    },
  }
}

async function fromFiles(tlsCert: string, tlsKey: string): Promise<Read> {
  const [cert, key] = await Promise.all([readable(tlsCert, 'tls-cert'), readable(tlsKey, 'tls-key')])
  try {
    createSecureContext({ cert, key })
  } catch (error) {
    throw new Refusal(
      `--tls-cert and --tls-key cannot be used: ${(error as Error).message}. Both are PEM, and of one pair.`,
      2,
    )
  }
  return { cert, key }
}

async function readable(file: string, flag: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: Error) => {
    throw new Refusal(`--${flag} cannot be read: ${error.message}.`, 2)
  })
}

async function own({ data, host, publicUrl }: Config): Promise<Read> {
  const outside = publicUrl === undefined ? [] : [new URL(publicUrl).hostname.replaceAll(/[[\]]/g, '')]
  const names = new Set(['localhost', '127.0.0.1', '::1', hostname().toLowerCase(), ...anywhere(host), ...outside])
  const { ownCertificates } = await import('./own-certificates.ts')
  const { certificate, key, authorityFile } = await ownCertificates(join(data, 'https'), [...names], Date.now())
  return { cert: certificate, key, authorityFile }
}

/** `0.0.0.0` is no name by which anybody calls the service. */
function anywhere(host: string): readonly string[] {
  return host === '0.0.0.0' || host === '::' ? [] : [host]
}
