/** `usher keys renew`; `usher keys rotate` is about tokens. */
import type { Command } from 'commander'
import { good, plural } from '../print.ts'
import type { With } from '../with.ts'

export function keyCommands(program: Command, run: With): void {
  const keys =
    program.commands.find((command) => command.name() === 'keys') ??
    program.command('keys').description('keys of the service')
  keys
    .command('renew')
    .description('secrets are encrypted with a new key, those that are stored too')
    .option('--encrypt-again', 'no new key: USHER_KEY, or the key file of another machine, has it already')
    .action((options: { encryptAgain?: true }) =>
      run(async (client, out) => {
        const done = await client.send<{ newKey: boolean; secrets: number }>('POST', '/usher/keys/encryption/rotate', {
          newKey: options.encryptAgain !== true,
        })
        out.show(done, () => [
          `${good('✓')} ${done.newKey ? 'There is a new key. ' : ''}${plural(done.secrets, 'secret')} encrypted with it.`,
          ...(done.newKey
            ? [
                'Keep the key file again where you keep it apart; other machines need it too, and a restart. See docs/guide/keys.md.',
              ]
            : []),
        ])
      }),
    )
}
