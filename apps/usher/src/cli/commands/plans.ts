/** Plans that are kept: listed, shown, approved, applied. */
import { InvalidArgumentError, type Command } from 'commander'
import type { ShownPlan } from '../../api/plans/routes.ts'
import type { Place } from '../../runner/place.ts'
import { Failed, ofJob, seg, type Client, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import { createProgress, dim, plural, type Out } from '../print.ts'
import type { With } from '../with.ts'
import { describeApproval, type Approved } from './plan-approval.ts'
import { describeAll, describeApplied, describePage, describePlan, short, type Page } from './plans-shown.ts'

type Options = JobChoice & {
  action?: string
  attribute?: string
  name?: string
  who?: string[]
  approved?: true
  outcome?: string
  limit: number
  after?: number
  all?: true
  withdraw?: true
}
type Asked = { readonly app: string; readonly id: string; readonly options: Options }

export function plansCommand(program: Command, run: With): void {
  jobOption(program.command('plans <app> [verb] [id]'))
    .description(
      'plans that were kept with usher plan APP --save; show, approve, apply or stop one. The beginning of its id is enough',
    )
    .option('--action <action>', 'create, update, disable, delete, held, members or problem')
    .option('--attribute <path>', 'what would change this attribute')
    .option('--name <text>', 'whose name has this in it')
    .option('--who <who...>', 'these people and groups')
    .option('--approved', 'show: only what is approved')
    .option('--outcome <outcome>', 'show: only what came to this: success, failure, warning, changed, partial')
    .option('--limit <n>', 'show: so many', count, 20)
    .option('--after <n>', 'show: go on behind this place', count)
    .option('--all', 'approve: all of it but what is held: that by --action held or --who')
    .option('--withdraw', 'approve: take the approval back')
    .addHelpText(
      'after',
      '\napply carries out what is approved, exactly as it was shown; what has changed since is left out.',
    )
    .action((app: string, verb: string | undefined, id: string | undefined, options: Options) =>
      run(async (client, out) => {
        if (verb === undefined) {
          const found = await client.get<{ plans: readonly ShownPlan[] }>(ofJob(app, '/plans', { job: options.job }))
          return out.show(found, () => describeAll(found.plans, out))
        }
        const work = verbs[verb]
        if (work === undefined) throw new Failed(`Say ${Object.keys(verbs).join(', ')}, not "${verb}".`, 2)
        if (id === undefined)
          throw new Failed(
            `Say which plan: usher plans ${JSON.stringify(app)} ${verb} ID. Without ${verb} they are listed.`,
            2,
          )
        await work(client, out, { app, id, options })
      }),
    )
}

const verbs: Readonly<Record<string, (client: Client, out: Out, asked: Asked) => Promise<void>>> = {
  show,
  approve,
  apply,
  stop,
}

const pathOf = ({ app, id, options }: Asked, path: string, more = {}): string =>
  ofJob(app, `/plans/${seg(id)}${path}`, { job: options.job }, more)

async function show(client: Client, out: Out, asked: Asked): Promise<void> {
  const { action, attribute, name, who = [], approved, outcome, limit, after } = asked.options
  if (who.length > 1) throw new Failed('Show one person or group at a time.', 2)
  const page = await client.get<Page>(
    pathOf(asked, '', { action, attribute, name, who: who[0], approved, outcome, limit, after }),
  )
  out.show(page, () => [...describePlan(page.plan, asked.app), '', ...describePage(page, limit)])
}

async function approve(client: Client, out: Out, asked: Asked): Promise<void> {
  const { action, attribute, name, who, all, withdraw } = asked.options
  const body = { action, attribute, name, who, all, withdraw }
  const done = await client.send<Approved>('POST', pathOf(asked, '/approve'), body)
  const of = { app: asked.app, withdraw: withdraw === true }
  out.show(done, () => describeApproval(done, of))
}

async function stop(client: Client, out: Out, asked: Asked): Promise<void> {
  const done = await client.send<{ id: string }>('POST', pathOf(asked, '/stop'))
  out.show(done, () => [`The plan ${short(done.id)} stops after the objects in flight.`])
}

/** A number that is not negative. */
export function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Give a number.')
  return Number(text)
}

async function apply(client: Client, out: Out, asked: Asked): Promise<void> {
  const bar = createProgress(out.json)
  try {
    for await (const line of client.lines('POST', pathOf(asked, '/apply'))) {
      if ('progress' in line) bar.at(line['progress'] as Place)
      if (!('applied' in line)) continue
      bar.end()
      const { plan, stopped } = line['applied'] as { plan: ShownPlan; stopped: boolean }
      out.show(line['applied'], () => describeApplied(plan, { app: asked.app, stopped }))
      if ((plan.outcomes['failure'] ?? 0) > 0) process.exitCode = 1
    }
  } finally {
    bar.end()
  }
}

/** Makes a plan and keeps it. */
export async function savePlan(
  client: Client,
  out: Out,
  { app, which, body }: { readonly app: string; readonly which: JobChoice; readonly body: unknown },
): Promise<void> {
  const bar = createProgress(out.json)
  try {
    for await (const line of client.lines('POST', ofJob(app, '/plans', which), body)) {
      if ('progress' in line) {
        const { read, changes } = line['progress'] as { read: number; changes: number }
        bar.at({ phase: 'looking', done: read, total: null, extra: dim(`, ${plural(changes, 'change')}`) })
      }
      if (!('plan' in line)) continue
      bar.end()
      const plan = line['plan'] as ShownPlan
      out.show({ plan }, () => [
        ...describePlan(plan, app),
        dim(`  usher plans ${JSON.stringify(app)} show ${short(plan.id)} shows each change.`),
      ])
      return
    }
  } finally {
    bar.end()
  }
  throw new Failed('The service ended before the plan was whole.', 1)
}
