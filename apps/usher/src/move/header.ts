/** The first line of a backup: what it is, so that nobody has to unpack it to know. */
import { Refusal } from '@usher/host'
import { z } from 'zod'

const version = 1
export const sealed = z.object({
  kdf: z.literal('scrypt'),
  // Memory is 1 kB times this: a file made by somebody else must not take all there is.
  cost: z
    .number()
    .int()
    .min(2)
    .max(2 ** 20),
  salt: z.string(),
  iv: z.string(),
  tag: z.string(),
  key: z.string(),
})
const header = z.object({
  format: z.literal('usher backup'),
  version: z.number().int(),
  madeAt: z.iso.datetime(),
  /** The kind of store it was made from. */
  store: z.enum(['pglite', 'postgres']),
  /** Of that store, in their order. */
  migrations: z.array(z.string()).min(1),
  /** What the key file of that store is known by (`keyMark`). */
  keyMark: z.string(),
  /** The key file, if it is inside. */
  key: sealed.nullable(),
})
export type Header = z.infer<typeof header>

export function printHeader(of: Omit<Header, 'format' | 'version'>): string {
  return JSON.stringify({ format: 'usher backup', version, ...of } satisfies Header)
}

/** `known`: the migrations of this version. Throws a `Refusal` for what is no backup, or one of a later version. */
export function readHeader(line: string, file: string, known: readonly string[]): Header {
  const found = header.safeParse(parsed(line))
  if (!found.success) throw new Refusal(`${file} is no backup of Usher, or its first line is damaged.`, 2)
  if (found.data.version > version)
    throw new Refusal(`${file} was made by a newer version of Usher. Restore it with that version.`)
  const newer = found.data.migrations.find((name) => !known.includes(name))
  if (newer !== undefined)
    throw new Refusal(`${file} was made by a newer version of Usher (it has ${newer}). Restore it with that version.`)
  return found.data
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
