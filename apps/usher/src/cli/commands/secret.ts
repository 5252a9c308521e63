/** `usher secret`: the second secret of an application. */
import { Argument, type Command } from 'commander'
import { ofJob, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import { bad, good, type Out } from '../print.ts'
import type { With } from '../with.ts'
import type { SecretNotes } from '../../store/next-secret.ts'

type Shown = {
  readonly application: string
  readonly other: SecretNotes | null
  readonly tested?: { readonly ok: boolean; readonly message: string }
}
const acts = ['test', 'switch', 'drop'] as const

export function secretCommand(program: Command, run: With): void {
  jobOption(
    program
      .command('secret <app>')
      .addArgument(new Argument('[act]', 'what to do with the other secret').choices(acts)),
  )
    .description('a second secret beside the one in use: test it, switch to it, drop it; without an act, show it')
    .action((app: string, act: (typeof acts)[number] | undefined, which: JobChoice) =>
      run(async (client, out) => {
        const path = ofJob(app, act === undefined ? '/secret' : `/secret/${act}`, which)
        const shown = await (act === undefined ? client.get<Shown>(path) : client.send<Shown>('POST', path))
        out.show(shown, () => [
          ...(act === 'switch' ? [good('Switched. The secret of before stays beside it until you drop it.')] : []),
          ...(act === 'drop' ? ['Dropped.'] : []),
          ...(act === 'test' && shown.tested !== undefined ? [shown.tested.ok ? good(shown.tested.message) : bad(shown.tested.message)] : []),
          ...describe(shown, out),
        ]) // prettier-ignore
        if (shown.tested?.ok === false) process.exitCode = 5
      }),
    )
}

function describe({ application, other }: Shown, out: Out): readonly string[] {
  const named = JSON.stringify(application)
  if (other === null)
    return [`${application} has one secret. usher settings ${named} --new-secret-token - stores a second one.`]
  const { storedAt, testedAt, switchedAt, helpedAt } = other
  const known = [
    ...(storedAt === undefined ? [] : [`stored ${out.time(storedAt)}`]),
    ...(switchedAt === undefined ? [] : [`in use until ${out.time(switchedAt)}`]),
    testedAt === undefined ? 'not tested' : `worked ${out.time(testedAt)}`,
  ]
  return [
    `The other secret of ${application}: ${known.join(', ')}.`,
    ...(helpedAt === undefined
      ? []
      : [
          bad(
            `The one in use was refused at ${out.time(helpedAt)}, and this one helps out: usher secret ${named} switch.`,
          ),
        ]),
  ]
}
