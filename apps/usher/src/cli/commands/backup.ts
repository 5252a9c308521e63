/** `usher backup` and `usher restore`. */
import type { Command } from 'commander'
import { open, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Failed } from '../client.ts'
import { bad, dim, plural } from '../print.ts'
import { secretOf } from '../secret.ts'
import type { With } from '../with.ts'
import { inPlace, placeHere, rowsTold } from './in-place.ts'

type BackupOptions = { readonly withKey?: string }
type RestoreOptions = { readonly passphrase?: string; readonly withoutKey?: true; readonly databaseUrl?: string }

export function backupCommands(program: Command, run: With): void {
  program
    .command('backup <file>')
    .description('everything of this moment in one file, while the service runs')
    .option('--with-key <passphrase>', 'with the key of the secrets, closed by a passphrase; - reads it, @FILE a file')
    .action((file: string, { withKey }: BackupOptions) =>
      run(async (client, out) => {
        const keyFile = `${join(resolve(program.opts<{ data: string }>().data), 'usher')}.key`
        const key = withKey === undefined ? null : await sealedKey(keyFile, await secretOf(withKey, '--with-key'))
        await intoNewFile(file, client.bytes('/usher/backup', 'POST', { key }))
        const { size } = await stat(file)
        out.show({ file: resolve(file), bytes: size, withKey: key !== null }, () => [
          `${file}: ${megabytes(size)}, as of now.`,
          key === null
            ? `The secrets in it are encrypted with ${keyFile}, which is not in it. Keep that file somewhere else, too.`
            : 'The key is in it, closed by the passphrase. Without the passphrase the secrets have to be entered again.',
        ])
      }),
    )
  program
    .command('restore <file>')
    .description('put a backup into an empty data folder or database; the service must not run')
    .option('--passphrase <text>', 'opens the key in the backup; - reads it, @FILE a file')
    .option('--without-key', 'leave the key in the backup: secrets are entered again')
    .option('--database-url <url>', 'into this empty PostgreSQL database; or DATABASE_URL')
    .action((file: string, options: RestoreOptions) =>
      inPlace(program, async ({ out, folder, actor }) => {
        const { restore } = await import('../../move/restore.ts')
        const { passphrase, withoutKey, databaseUrl } = options
        const told = rowsTold(out)
        const done = await restore({
          file,
          into: placeHere(folder, databaseUrl),
          keyFile: `${folder}.key`,
          actor,
          told: told.at,
          withoutKey,
          ...(passphrase !== undefined && { passphrase: await secretOf(passphrase, '--passphrase') }),
        }).finally(told.end)
        out.show(done, () => [
          `Restored as of ${out.time(done.madeAt)}: ${plural(done.rows, 'row')}.`,
          ...(done.secrets.length > 0 ? [bad('The key of the backup is not here. Enter again:')] : []),
          ...done.secrets.map((line) => `  ${line}`),
          `Start it with npm start -- --data ${dirname(folder)}${databaseUrl === undefined ? '' : ' --database-url …'}`,
          bad('The Usher of before must not run beside it: both would provision into the same applications.'),
          ...(done.paused > 0
            ? [
                `${plural(done.paused, 'job')} paused. usher run APP shows what has changed since, and asks.`,
                dim('Bring the directory up to date first: import again what you imported since.'),
              ]
            : []),
        ])
      }),
    )
}

async function sealedKey(keyFile: string, passphrase: string): Promise<unknown> {
  const key = await readFile(keyFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Failed(`The key file ${keyFile} cannot be read (${error.code ?? error.message}).`, 1)
  })
  const [{ seal }, { Refusal }] = await Promise.all([import('../../move/seal.ts'), import('@usher/host')])
  try {
    return seal(key, passphrase)
  } catch (error) {
    if (error instanceof Refusal) throw new Failed(error.message, error.exitCode)
    throw error
  }
}

/** A file that was not there before, on the disk when this ends; nothing is left of one that did not become whole. */
async function intoNewFile(file: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new Failed(`${file} is there already. Name another file.`, 4)
    throw new Failed(`${file} cannot be written (${error.code ?? error.message}).`, 2)
  })
  try {
    for await (const piece of pieces) await handle.writeFile(piece)
    await handle.sync()
  } catch (error) {
    await rm(file, { force: true })
    throw error
  } finally {
    await handle.close()
  }
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
