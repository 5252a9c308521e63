import { X509Certificate } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pair } from './authority.ts'

export type Served = Pair & {
  /** The file of the authority that clients are to trust. */
  readonly authorityFile: string
}

const day = 24 * 3600_000
/** Renewed so long before its end. */
const margin = 30 * day

/**
 * The certificate of the service for these names, from an authority of its own in the folder.
 *
 * Both are made when they are missing. The server's is made anew when it ends within 30 days or lacks a name, the authority only when it
 * ends, since people have told their systems to trust it.
 */
export async function ownCertificates(folder: string, names: readonly string[], now: number): Promise<Served> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { issue, newAuthority } = await import('./authority.ts')
  const authority = await kept(folder, 'authority', {
    fits: (certificate) => endsAfter(certificate, now + margin),
    make: () => newAuthority('Usher on this machine', now),
  })
  const signer = new X509Certificate(authority.certificate)
  const server = await kept(folder, 'server', {
    fits: (certificate) =>
      endsAfter(certificate, now + margin) &&
      certificate.verify(signer.publicKey) &&
      names.every((name) => (certificate.checkHost(name) ?? certificate.checkIP(name)) !== undefined),
    make: () => issue(authority, names, now),
  })
  return { ...server, authorityFile: join(folder, 'authority.pem') }
}

type Keeping = { fits(certificate: X509Certificate): boolean; make(): Promise<Pair> }

/** A pair in two files; what cannot be read is made anew, like what does not fit any more. */
async function kept(folder: string, name: string, { fits, make }: Keeping): Promise<Pair> {
  const files = { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) }
  const [certificate, key] = await Promise.all([text(files.certificate), text(files.key)])
  if (certificate !== null && key !== null && isUsable(certificate, fits)) return { certificate, key }
  const made = await make()
  await replace(files.key, made.key, 0o600)
  await replace(files.certificate, made.certificate, 0o644)
  return made
}

function isUsable(pem: string, fits: Keeping['fits']): boolean {
  try {
    return fits(new X509Certificate(pem))
  } catch {
    return false
  }
}

function endsAfter({ validToDate }: X509Certificate, moment: number): boolean {
  return validToDate.getTime() > moment
}

async function text(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(() => null)
}

async function replace(file: string, content: string, mode: number): Promise<void> {
  await writeFile(`${file}.new`, content, { mode })
  await rename(`${file}.new`, file)
}
