/** Every command of `usher`; all but expr and scope are clients of the service. */
import { Command, Help } from 'commander'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect, type Shown } from './client.ts'
import { onOneLine } from './harmless.ts'
import { accessCommands } from './commands/access.ts'
import { accountCommands } from './commands/accounts.ts'
import { appCommands } from './commands/app.ts'
import { assignCommands } from './commands/assign.ts'
import { auditCommand } from './commands/audit.ts'
import { keyCommands } from './commands/keys.ts'
import { backupCommands } from './commands/backup.ts'
import { deliveriesCommands } from './commands/deliveries.ts'
import { directoryCommands } from './commands/directory.ts'
import { driftCommand } from './commands/drift.ts'
import { exprCommand } from './commands/expr.ts'
import { failuresCommand } from './commands/failures.ts'
import { groupCommands } from './commands/group.ts'
import { heldCommands } from './commands/held.ts'
import { importCommand } from './commands/import.ts'
import { jobCommands } from './commands/job.ts'
import { jobsCommands } from './commands/jobs.ts'
import { linkCommands } from './commands/link.ts'
import { logCommand } from './commands/log.ts'
import { mailCommands } from './commands/mail.ts'
import { planCommand } from './commands/plan.ts'
import { plansCommand } from './commands/plans.ts'
import { provisionCommand } from './commands/provision.ts'
import { schemaCommands } from './commands/schema.ts'
import { scopeCommand } from './commands/scope.ts'
import { secretCommand } from './commands/secret.ts'
import { settingsCommand } from './commands/settings.ts'
import { signInCommands } from './commands/sign-in.ts'
import { storeCommands } from './commands/store.ts'
import { tenantCommand } from './commands/tenant.ts'
import { undoCommands } from './commands/undo.ts'
import { userCommands } from './commands/user.ts'
import { webhookCommands } from './commands/webhook.ts'
import { whyCommand } from './commands/why.ts'
import { workCommand } from './commands/work.ts'
import { outOf } from './print.ts'
import { clientOf, signedIn } from './signed-in.ts'
import type { With } from './with.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..')

export function createProgram(): Command {
  const program = new Command('usher')
    .description('People in, accounts out: the command line of Usher, a user provisioning service.')
    .option('--data <dir>', 'data folder, as given to npm start', process.env['USHER_HOME'] ?? join(root, 'data'))
    .option('--json', 'one JSON value, or one a line, for scripts')
    .option('--directory <name>', 'the directory that is meant, by name, domain or id; without it, the first one')
    .option('--wide', 'tables whole, however narrow the terminal')
    // Long terms leave little room on a usual terminal; the default is to give up wrapping then.
    .configureHelp({
      minWidthToWrap: 20,
      subcommandTerm: (command) => new Help().subcommandTerm(command).replace(' [options]', ''),
    })
    .showHelpAfterError('(usher --help shows all commands)')
    .addHelpText(
      'after',
      `
WHO is an id, userPrincipalName, employeeId, mail, mailNickname or display name.
APP is an application's name or id.
Exit codes: 0 done, 1 failed, 2 wrong use, 3 not found, 4 conflict,
  5 the application cannot be used.`,
    )
    .exitOverride()

  const through = async (work: Parameters<With>[0], who: 'whoIsSignedIn' | 'thisMachine'): Promise<void> => {
    const { data: folder, json, directory } = program.opts<{ data: string; json?: true; directory?: string }>()
    const data = resolve(folder)
    const shown: Shown = json === true ? (text) => text : onOneLine
    const as = who === 'thisMachine' ? null : await signedIn(data, directory)
    const client = as === null ? await connect(data, shown, directory) : await clientOf(as, data, shown)
    try {
      await work(client, outOf(program))
    } finally {
      await client.close()
    }
  }
  const withClient: With = (work) => through(work, 'whoIsSignedIn')

  for (const commands of [
    userCommands,
    groupCommands,
    importCommand,
    appCommands,
    assignCommands,
    settingsCommand,
    secretCommand,
    planCommand,
    plansCommand,
    provisionCommand,
    undoCommands,
    jobCommands,
    jobsCommands,
    heldCommands,
    failuresCommand,
    linkCommands,
    accountCommands,
    driftCommand,
    logCommand,
    auditCommand,
    whyCommand,
    exprCommand,
    scopeCommand,
    schemaCommands,
    tenantCommand,
    mailCommands,
    webhookCommands,
    deliveriesCommands,
    backupCommands,
    signInCommands,
    accessCommands,
    keyCommands,
  ]) {
    commands(program, withClient)
  }
  directoryCommands(program, (work) => through(work, 'thisMachine'))
  storeCommands(program)
  workCommand(program)
  return program
}
