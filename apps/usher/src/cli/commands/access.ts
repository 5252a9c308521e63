import type { Command } from 'commander'
import { Failed, seg } from '../client.ts'
import { hidden } from '../hidden.ts'
import { dim } from '../print.ts'
import { secretOf } from '../secret.ts'
import type { With } from '../with.ts'

type Invited = { readonly userPrincipalName: string; readonly link: string; readonly hours: number }
type Provider = { readonly configured?: false; readonly displayName: string; readonly issuer: string; readonly clientId: string; readonly match: string; readonly hasSecret: boolean } // prettier-ignore
type ProviderOptions = { readonly issuer: string; readonly clientId: string; readonly clientSecretStdin?: true; readonly name?: string; readonly match?: string } // prettier-ignore

/** Who can sign in, and how. */
export function accessCommands(program: Command, run: With): void {
  invitations(program, run)
  ownSignIn(program, run)
  provider(program, run)
  program
    .command('keys')
    .description('keys of the service')
    .command('rotate')
    .description('sign tokens with a new key; those that were signed before count until they end')
    .option('--forget', 'they count no more: everybody signs in again, and clients ask for new tokens')
    .action((options: { forget?: true }) =>
      run(async (client, out) => {
        const done = await client.send<{ kid: string }>('POST', '/usher/keys/rotate', {
          forget: options.forget === true,
        })
        out.show(done, () => [`Tokens are signed with the key ${done.kid} from now on.`])
      }),
    )
}

function invitations(program: Command, run: With): void {
  const invited = (path: string, body?: unknown) =>
    run(async (client, out) => {
      const made = await client.send<Invited>('POST', path, body)
      out.show(made, () => [
        `${made.userPrincipalName} chooses a password by this link, once, within ${made.hours} hours:`,
        `  ${made.link}`,
        dim('Whoever has the link can use it; give it to nobody else.'),
      ])
    })
  program
    .command('admin')
    .description('administrators')
    .command('invite <userPrincipalName>')
    .description('a link by which somebody becomes Global Administrator')
    .action((userPrincipalName: string) => invited('/usher/administrators', { userPrincipalName }))
  const user = program.commands.find((command) => command.name() === 'user') ?? program.command('user')
  user
    .command('invite <who>')
    .description('a link by which a person chooses a password, the first one or a new one')
    .option('--guest', 'instead, somebody of another directory, who signs in to this one with the account they have')
    .option('--from <name>', 'which directory they are of, if their account name is in several')
    .option('--administrator', 'as Global Administrator')
    .action((who: string, options: Guest) =>
      options.guest === true ? inviteGuest(run, who, options) : invited(`/usher/users/${seg(who)}/invitation`),
    )
  user
    .command('sign-out <who>')
    .description('end what a person has signed in to')
    .action((who: string) =>
      run(async (client, out) => {
        const { userPrincipalName } = await client.send<Invited>('POST', `/usher/users/${seg(who)}/sign-out`)
        out.show({ userPrincipalName }, () => [`${userPrincipalName} has to sign in again, everywhere.`])
      }),
    )
  user
    .command('remove-second-factor <who>')
    .description('for somebody who has lost theirs')
    .action((who: string) =>
      run(async (client, out) => {
        const { userPrincipalName } = await client.send<Invited>('DELETE', `/usher/users/${seg(who)}/second-factor`)
        out.show({ userPrincipalName }, () => [`${userPrincipalName} signs in with the password alone.`])
      }),
    )
}

type Guest = { readonly guest?: true; readonly from?: string; readonly administrator?: true }
type Invitee = { readonly userPrincipalName: string; readonly directory: string; readonly home: string }

function inviteGuest(run: With, userPrincipalName: string, { from, administrator }: Guest): Promise<void> {
  return run(async (client, out) => {
    const { tenant } = await client.get<{ tenant: string }>('/usher/session')
    const body = { userPrincipalName, from, administrator: administrator === true }
    const made = await client.send<Invitee>('POST', `/usher/directories/${tenant}/guests`, body)
    out.show(made, () => [
      `${userPrincipalName} is a guest of ${made.directory}, as ${made.userPrincipalName}, and signs in with the account of ${made.home}.`,
    ])
  })
}

function ownSignIn(program: Command, run: With): void {
  program
    .command('password')
    .description('change your own password; piped: the current one and the new one, a line each')
    .action(() =>
      run(async (client, out) => {
        const [current = '', password = ''] = await hidden('Current password', 'New password')
        await client.send('POST', '/usher/session/password', { current, password })
        out.show({ changed: true }, () => ['Your password is changed. Sign in again: usher sign-in'])
      }),
    )
  const factor = program.command('second-factor').description('codes of an authenticator app when you sign in')
  factor
    .command('add')
    .description('begin to use one')
    .action(() =>
      run(async (client, out) => {
        const [current = ''] = await hidden('Password')
        const { uri, secret, proof } = await client.send<{ uri: string; secret: string; proof: string }>('POST', '/usher/session/second-factor', { current }) // prettier-ignore
        process.stderr.write(`Add this to your authenticator app, as a link or by its secret:\n  ${uri}\n  ${secret}\n`)
        const [code = ''] = await hidden('Code that it shows')
        await client.send('PUT', '/usher/session/second-factor', { proof, code: code.trim() })
        out.show({ registered: true }, () => ['You are asked for a code from now on.'])
      }),
    )
  factor
    .command('remove')
    .description('sign in with the password alone')
    .action(() =>
      run(async (client, out) => {
        const [current = ''] = await hidden('Password')
        await client.send('POST', '/usher/session/second-factor/remove', { current })
        out.show({ registered: false }, () => ['You sign in with the password alone.'])
      }),
    )
}

function provider(program: Command, run: With): void {
  const path = '/usher/sign-in-provider'
  const lines = (found: Provider): readonly string[] =>
    found.configured === false
      ? ['People sign in with passwords of their own. Another provider: usher sign-in-provider set --issuer URL --client-id ID'] // prettier-ignore
      : [
          `Name       ${found.displayName}`,
          `Issuer     ${found.issuer}`,
          `Client id  ${found.clientId}${found.hasSecret ? ' (secret stored)' : ''}`,
          `Found by   ${found.match}`,
        ]
  const command = program.command('sign-in-provider').description('another OpenID Connect provider that people sign in with') // prettier-ignore
  command
    .command('show', { isDefault: true })
    .description('which one')
    .action(() => run(async (client, out) => {
      const found = await client.get<Provider>(path)
      out.show(found, () => lines(found))
    })) // prettier-ignore
  command
    .command('set')
    .description('let people sign in with it')
    .requiredOption('--issuer <url>', 'its issuer, like https://login.example')
    .requiredOption('--client-id <id>', 'what Usher is called there')
    .option('--client-secret-stdin', 'read the secret of Usher there from standard input')
    .option('--name <name>', 'what the button says; the host of the issuer unless said')
    .option('--match <oid|upn|email>', 'which claim finds the person at the first sign-in (default: upn)')
    .action(({ issuer, clientId, clientSecretStdin, name, match }: ProviderOptions) =>
      run(async (client, out) => {
        const clientSecret = clientSecretStdin === true ? await secretOf('-', '--client-secret-stdin') : undefined
        if (clientSecret === '') throw new Failed('Standard input held no secret.', 2)
        const found = await client.send<Provider>('PUT', path, { issuer, clientId, clientSecret, displayName: name, match }) // prettier-ignore
        out.show(found, () => [...lines(found), dim(`Its redirect address there: <address of Usher>/sign-in/callback`)])
      }),
    )
  command
    .command('test')
    .description('ask it whether it knows Usher; nobody signs in')
    .action(() =>
      run(async (client, out) => {
        const { ok, message } = await client.send<{ ok: boolean; message: string }>('POST', `${path}/test`)
        out.show({ ok, message }, () => [message])
        if (!ok) process.exitCode = 1
      }),
    )
  command
    .command('link <who>')
    .description('say by which name it knows a person')
    .requiredOption('--subject <sub>', 'the claim sub that it gives for them')
    .action((who: string, { subject }: { subject: string }) =>
      run(async (client, out) => {
        const { userPrincipalName } = await client.send<Invited>('PUT', `${path}/links`, { who, subject })
        out.show({ userPrincipalName, subject }, () => [`${userPrincipalName} signs in there as ${subject}.`])
      }),
    )
  command
    .command('remove')
    .description('let nobody sign in with it any more')
    .action(() => run(async (client, out) => out.show(await client.send('DELETE', path), () => ['Removed.'])))
}
