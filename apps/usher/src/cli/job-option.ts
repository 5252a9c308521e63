import type { Command } from 'commander'

/** Lets a command say which job of an application it is about. */
export function jobOption(command: Command): Command {
  return command.option('--job <name>', 'which job, when the application has more than one')
}
