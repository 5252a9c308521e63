import type { Command } from 'commander'
import { resolve } from 'node:path'
import { Failed, localService, trust } from '../client.ts'
import { outOf } from '../print.ts'
import { everySignIn, forgetSignIn, rememberSignIn, signedIn } from '../signed-in.ts'
import type { With } from '../with.ts'

type Options = { readonly url?: string; readonly caFile?: string }
type Session = { readonly name: string; readonly kind: 'machine' | 'user' | 'app'; readonly roles: readonly string[]; readonly tenant: string; readonly directory: string; readonly directories: readonly Named[] } // prettier-ignore
type Named = { readonly id: string; readonly displayName: string; readonly defaultDomain: string }

export function signInCommands(program: Command, run: With): void {
  const folder = (): string => resolve(program.opts<{ data: string }>().data)
  program
    .command('sign-in')
    .description('act as yourself from now on: prints a link to open in a browser')
    .option('--url <url>', 'a service elsewhere, which commands then talk to; without it, the one that runs here')
    .option('--ca-file <file>', 'whose certificates are trusted for it (PEM)')
    .action(async ({ url, caFile }: Options) => {
      const out = outOf(program)
      const { directory } = program.opts<{ directory?: string }>()
      const at = url === undefined ? await here(folder()) : { url: addressOf(url), caFile: caFile === undefined ? undefined : resolve(caFile) } // prettier-ignore
      const { signInAt } = await import('../sign-in-flow.ts')
      if (at.caFile !== undefined) await trust({ authorityFile: at.caFile })
      const made = await signInAt({ ...at, directory }, (link) =>
        process.stderr.write(`Open this link in a browser:\n\n  ${link}\n\n`),
      )
      // What it is called is not known yet, but it is the one that was asked for.
      await rememberSignIn(folder(), { ...made, ...(directory !== undefined && { directory: [directory] }) })
      await run(async (client) => {
        const session = await client.get<Session>('/usher/session')
        await rememberSignIn(folder(), { ...((await signedIn(folder())) ?? made), directory: namesOf(session) })
        out.show({ ...session, url: made.url }, () => [
          `You are ${session.name} in ${session.directory} at ${made.url}, until you say usher sign-out.`,
          has(session),
          ...others(session),
        ])
      })
    })
  program
    .command('sign-out')
    .description('act as the account of this machine again')
    .action(async () => {
      const out = outOf(program)
      const all = await everySignIn(folder())
      if (all.length === 0) return out.show({ signedOut: false }, () => ['Nobody was signed in.'])
      const { revoked } = await import('../sign-in-flow.ts')
      const untold: string[] = []
      for (const was of all) {
        if (was.caFile !== undefined) await trust({ authorityFile: was.caFile })
        await revoked(was).catch(() => untold.push(was.url))
      }
      await forgetSignIn(folder())
      out.show({ signedOut: true }, () => [
        all.length === 1 ? 'Signed out.' : `Signed out of ${all.length} directories.`,
        ...[...new Set(untold)].map(
          (url) => `${url} could not be told; what was signed in with ends by itself within 30 days.`,
        ),
      ])
    })
  program
    .command('whoami')
    .description('as whom commands act, and what they may do')
    .action(() =>
      run(async (client, out) => {
        const session = await client.get<Session>('/usher/session')
        const { directory } = program.opts<{ directory?: string }>()
        const url = (await signedIn(folder(), directory))?.url ?? null
        out.show({ ...session, url }, () =>
          session.kind === 'machine'
            ? [`${session.name}, with the token of the service on this machine: everything is allowed.`, 'As yourself: usher sign-in'] // prettier-ignore
            : [
                `${session.name} in ${session.directory}${url === null ? '' : ` at ${url}`}`,
                has(session),
                ...others(session),
              ],
        )
      }),
    )
}

const namesOf = ({ tenant, directory, directories }: Session): readonly string[] => [
  tenant,
  directory,
  ...directories.filter(({ id }) => id === tenant).map(({ defaultDomain }) => defaultDomain),
]

/** The other directories of a person. */
const others = ({ tenant, directories }: Session): readonly string[] => {
  const names = directories.filter(({ id }) => id !== tenant).map(({ displayName }) => displayName)
  return names.length === 0 ? [] : [`Also in ${names.join(', ')}: usher sign-in --directory NAME`]
}

const has = ({ roles }: Session): string => (roles.length === 0 ? 'No directory role.' : `Roles: ${roles.join(', ')}.`)

async function here(folder: string): Promise<{ readonly url: string; readonly caFile: string | undefined }> {
  const found = await localService(folder)
  if (found === null)
    throw new Failed(
      'No service runs here. Start it (npm start), or name one: usher sign-in --url https://usher.example',
      3,
    )
  return { url: found.url, caFile: found.authorityFile }
}

function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new Failed(`--url takes an address like https://usher.example, not "${text}".`, 2)
  return url.origin
}
