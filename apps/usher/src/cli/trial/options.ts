import type { Command } from 'commander'

/** Where the object comes from that something is tried on. */
export function subjectOptions(command: Command): Command {
  return command
    .option('--user <who>', 'a person of the directory; asks the service')
    .option('--app <app>', 'whose appRoleAssignments the person has')
    .option('--job <name>', 'in whose scope the person is, when the application has more than one job')
    .option('--file <file>', 'a JSON object with the attributes; - reads standard input')
    .option('--set <name=value>', 'an attribute; may be repeated, and goes before the file and the person', collect)
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
