/** `usher store`: to another place, and back. */
import type { Command } from 'commander'
import { copyFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Place } from '../../move/place.ts'
import { Failed } from '../client.ts'
import { dim, plural } from '../print.ts'
import { checkedUrl, inPlace, placeHere, rowsTold } from './in-place.ts'

type Options = { readonly to: string; readonly databaseUrl?: string }

export function storeCommands(program: Command): void {
  const store = program.command('store').description('where everything is kept')
  store
    .command('move')
    .description('move the store to PostgreSQL, or back to a folder; the service must not run')
    .requiredOption('--to <place>', 'postgres://…, or a data folder as given to npm start')
    .option('--database-url <url>', 'the PostgreSQL that it is in now; or DATABASE_URL')
    .action((options: Options) =>
      inPlace(program, async ({ out, folder, actor }) => {
        const [{ moveStore }, { nameOf }] = await Promise.all([
          import('../../move/move-store.ts'),
          import('../../move/place.ts'),
        ])
        const isUrl = options.to.includes('://')
        const there = join(resolve(options.to), 'usher')
        const to: Place = isUrl ? { kind: 'postgres', url: checkedUrl(options.to) } : { kind: 'pglite', folder: join(there, 'store') } // prettier-ignore
        // To PostgreSQL it comes from the folder, unless another PostgreSQL is named.
        const from = placeHere(folder, isUrl ? (options.databaseUrl ?? '') : options.databaseUrl)
        if (!isUrl && from.kind === 'pglite')
          throw new Failed('Say which PostgreSQL the store is in now: --database-url postgres://…', 2)
        refuseOtherKey(folder, isUrl ? folder : there)
        const { holdFolder } = await import('@usher/host')
        const told = rowsTold(out)
        await using held = new AsyncDisposableStack()
        if (!isUrl && there !== folder) {
          const hold = await holdFolder(there, 'Usher')
          held.defer(() => hold.release())
        }
        const moved = await moveStore({ from, to, actor, told: told.at }).finally(told.end)
        if (!isUrl && there !== folder) await copyKey(folder, there)
        out.show(moved, () => [
          ...Object.entries(moved)
            .filter(([, { rows }]) => rows > 0)
            .map(([table, { rows }]) => dim(`  ${table}: ${plural(rows, 'row')}, the same in both`)),
          `The store is in ${nameOf(to)} now. What was in ${nameOf(from)} is still there, and closed.`,
          isUrl
            ? `Start with --database-url (or DATABASE_URL). The key file ${folder}.key stays where it is.`
            : `Start without --database-url, with --data ${resolve(options.to)}.`,
          'The first cycle of each job reads everybody again, and writes only what changed.',
        ])
      }),
    )
  store
    .command('reopen')
    .description('open a store again that was moved away, as it was then')
    .option('--database-url <url>', 'the PostgreSQL that it is in; or DATABASE_URL')
    .action(({ databaseUrl }: { databaseUrl?: string }) =>
      inPlace(program, async ({ out, folder }) => {
        const [{ reopen }, { nameOf }] = await Promise.all([
          import('../../move/reopen.ts'),
          import('../../move/place.ts'),
        ])
        const place = placeHere(folder, databaseUrl)
        if (place.kind === 'pglite' && !existsSync(place.folder))
          throw new Failed(`There is no store in ${place.folder}.`, 3)
        const wasClosed = await reopen(place)
        out.show({ reopened: wasClosed }, () => [
          wasClosed
            ? `${nameOf(place)} is open again. Do not run it beside the one it was moved to.`
            : `${nameOf(place)} is open.`,
        ])
      }),
    )
}

function refuseOtherKey(folder: string, there: string): void {
  if (there !== folder && existsSync(`${there}.key`))
    throw new Failed(`There is another key file ${there}.key. Move it away first; nothing was changed.`, 4)
  if (!existsSync(`${folder}.key`))
    throw new Failed(
      `The key file ${folder}.key is missing, and nothing reads the secrets without it. Name its folder with --data.`,
      3,
    )
}

async function copyKey(folder: string, there: string): Promise<void> {
  await copyFile(`${folder}.key`, `${there}.key`)
}
