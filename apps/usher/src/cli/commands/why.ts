import type { Command } from 'commander'
import type { Why, WhyApplication } from '../../api/jobs/why.ts'
import { query, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import type { With } from '../with.ts'
import { word } from '../../words.ts'
import { bad, bold, dim, good, shown, type Out } from '../print.ts'
import { describeQuarantine } from './quarantine.ts'
import { sayLook } from './why-looks.ts'

export function whyCommand(program: Command, run: With): void {
  jobOption(program.command('why <who> [app]'))
    .description(
      'why a person or group has an account or not: every check, link, last change, next attempt, what would help',
    )
    .action((who: string, app: string | undefined, { job }: JobChoice) =>
      run(async (client, out) => {
        const found = await client.get<Why>(`/usher/why${query({ who, app, job })}`)
        const name = found.user === null ? JSON.stringify(found.group.displayName) : found.user.userPrincipalName
        out.show(found, () => [
          bold(titleOf(found)),
          ...(found.applications.length === 0 ? ['There is no application yet: usher app add dynamic-signal.'] : []),
          ...found.applications.flatMap((one) => describe(named(one, found.applications), name, out)),
        ])
      }),
    )
}

/** With the name of the job, where the application has more than one. */
function named(one: WhyApplication, all: readonly WhyApplication[]): WhyApplication & { readonly title: string } {
  const several = all.filter(({ application }) => application === one.application).length > 1
  return { ...one, title: several ? `${one.application}, ${one.jobName}` : one.application }
}

function titleOf({ user, group }: Why): string {
  return user === null
    ? `${group.displayName} (group)`
    : `${shown(user.attributes['displayName'])} (${user.userPrincipalName})`
}

function describe(one: ReturnType<typeof named>, who: string, out: Out): readonly string[] {
  const { link, plan, lastChange } = one
  const account =
    link === null || link.targetId === null
      ? 'no account'
      : `account ${link.targetId}, ${link.active ? 'active' : 'inactive'}${link.state === 'released' ? ', released' : ''}${link.deletedAt === null ? '' : `, deleted at ${out.time(link.deletedAt)}`}`
  return [
    '',
    `${bold(one.title)}  ${one.inScope ? good('in scope') : bad(one.undecided ? 'scope not decided' : 'out of scope')}, ${account}`,
    ...one.checks.map(checked),
    ...(plan === null ? [] : [`  now: ${bold(plan.action)}, because ${plan.displayName} ${plan.reason}`]),
    ...(plan?.changes ?? []).map((change) =>
      dim(`    ${change.displayName}: ${change.oldValue ?? '–'} → ${change.newValue ?? '–'}`),
    ),
    ...(plan === null || plan.advice === null ? [] : [`  to change that: ${advice(plan.advice, one, who)}`]),
    ...(one.problem === null ? [] : [bad(`  ${one.problem}`)]),
    ...one.notes.map((note) => dim(`  note: ${note}`)),
    ...(lastChange === null
      ? [dim('  last change: none')]
      : [
          dim(
            `  last change: ${word(lastChange.action)} ${lastChange.result} at ${out.time(lastChange.at)}: ${lastChange.reason}`,
          ),
        ]),
    ...one.looks.map((look) =>
      (look.why === 'due' ? dim : bad)(
        `  ${sayLook(look, { app: JSON.stringify(one.application), who, time: out.time })}`,
      ),
    ),
    ...(one.quarantine === null ? [] : describeQuarantine(one.quarantine, one.job, out)),
    ...(one.job === 'Active' || one.quarantine !== null
      ? []
      : [
          dim(
            `  provisioning is ${one.job === 'Paused' ? 'paused' : 'not started'}: usher run ${JSON.stringify(one.application)}`,
          ),
        ]),
  ]
}

function checked({ name, passed, expected, actual, problem }: WhyApplication['checks'][number]): string {
  // The checks of a filter say in their name what is asked for.
  const asked = expected === undefined || name.includes(expected) ? '' : dim(` (${expected})`)
  const failed = problem === undefined ? '' : bad(` ${problem}`)
  // What lets nobody through, and keeps nobody out, is neither good nor bad.
  const mark = !passed ? bad('✗') : actual === false ? dim('–') : good('✓')
  return `  ${mark} ${name}${asked}: ${seen(actual)}${failed}`
}

function seen(actual: WhyApplication['checks'][number]['actual']): string {
  if (actual === null) return 'no value'
  if (Array.isArray(actual)) return actual.map(shown).join(', ') || 'none'
  if (typeof actual !== 'object') return shown(actual)
  return Object.entries(actual)
    .map(([attribute, value]) => `${attribute} is ${shown(value) || 'not there'}`)
    .join(', ')
}

/** The table of reasons says APP and WHO; here both are known. */
function advice(text: string, { application }: WhyApplication, who: string): string {
  return text.replace('APP', JSON.stringify(application)).replace('WHO', who)
}
