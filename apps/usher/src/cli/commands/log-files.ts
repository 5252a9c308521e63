/** The log as files: written beside their names first, so that a name never holds a part of the log. */
import { makeFolder } from '@usher/host'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Failed, query, type Client } from '../client.ts'
import type { Out } from '../print.ts'

export type FileOptions = { readonly csv?: string | undefined; readonly jsonFile?: string | undefined }
type Asked = Parameters<typeof query>[0]

const csvNames = [
  'ProvisioningLogs.csv',
  'ProvisioningLogs_ProvisioningSteps.csv',
  'ProvisioningLogs_ModifiedProperties.csv',
]

/** `--csv FOLDER` and `--json-file FILE`. All files tell of the same lines, whatever is written meanwhile. */
export async function saveFiles(client: Client, out: Out, asked: Asked, { csv, jsonFile }: FileOptions): Promise<void> {
  const until = asked['until'] ?? new Date().toISOString()
  const wanted = [
    ...(csv === undefined ? [] : csvNames.map((name) => ({ name, file: join(csv, name) }))),
    ...(jsonFile === undefined ? [] : [{ name: 'ProvisioningLogs.json', file: jsonFile }]),
  ]
  for (const { name, file } of wanted)
    await save(client, `/usher/log/download/${name}${query({ ...asked, until })}`, file)
  const files = wanted.map(({ file }) => resolve(file))
  out.show({ files }, () => files.map((file) => `Wrote ${file}`))
}

/** Stores one answer. Throws `Failed` when it is broken off or cannot be written; then there is no such file. */
export async function save(client: Client, path: string, file: string): Promise<void> {
  const part = join(dirname(file), `.${basename(file)}.part`)
  try {
    await makeFolder(dirname(file))
    await pipeline(client.bytes(path), createWriteStream(part, { mode: 0o600 }))
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    if (error instanceof Failed) throw error
    const { code, message } = error as NodeJS.ErrnoException
    throw new Failed(`${file} cannot be written: ${code ?? message}.`, 1)
  }
}
