/** Plans that are kept: listed, shown, approved, applied. */
import { InvalidArgumentError, type Command } from 'commander'
import type { ShownPlan } from '../../api/plans/routes.ts'
import type { PlanLine } from '../../api/jobs/plan.ts'
import type { Place } from '../../runner/place.ts'
import type { PlanChange } from '../../store/plan-changes.ts'
import { Failed, ofJob, seg, type Client, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import { bad, bold, createProgress, dim, good, plural, type Out } from '../print.ts'
import type { With } from '../with.ts'
import { describeChange } from './plan.ts'

type Page = { readonly plan: ShownPlan; readonly matching: Readonly<Record<string, number>>; readonly changes: readonly PlanChange[]; readonly next: number | null } // prettier-ignore
type Selection = { action?: string; attribute?: string; name?: string }
type Showing = Selection & { who?: string; approved?: true; outcome?: string; limit: number; after?: number }
type Approving = Selection & { all?: true; who?: string[]; withdraw?: true }

export function plansCommands(program: Command, run: With): void {
  const plans = program
    .command('plans')
    .description('plans that were kept with usher plan APP --save: show, approve, apply')
  jobOption(plans.command('list <app>', { isDefault: true }))
    .description('the plans of an application, the newest first')
    .action((app: string, which: JobChoice) =>
      run(async (client, out) => {
        const found = await client.get<{ plans: readonly ShownPlan[] }>(ofJob(app, '/plans', which))
        out.show(found, () => describeAll(found.plans, out))
      }),
    )
  selecting(jobOption(plans.command('show <app> <id>')))
    .description('what a plan would do, change by change; the beginning of its id is enough')
    .option('--who <who>', 'one person or group only')
    .option('--approved', 'only what is approved')
    .option('--outcome <outcome>', 'only what came to this: success, failure, warning, changed, partial')
    .option('--limit <n>', 'show so many', count, 20)
    .option('--after <n>', 'go on behind this place', count)
    .action((app: string, id: string, { job, ...options }: JobChoice & Showing) =>
      run(async (client, out) => {
        const page = await client.get<Page>(ofJob(app, `/plans/${seg(id)}`, { job }, options))
        out.show(page, () => [...describePlan(page.plan, app), '', ...describePage(page, options)])
      }),
    )
  selecting(jobOption(plans.command('approve <app> <id>')))
    .description('approve all of a plan, or the part that the options say')
    .option('--all', 'all of it')
    .option('--who <who...>', 'these people and groups')
    .option('--withdraw', 'take the approval back')
    .action((app: string, id: string, { job, ...options }: JobChoice & Approving) =>
      run(async (client, out) => {
        const path = ofJob(app, `/plans/${seg(id)}/approve`, { job })
        const done = await client.send<{ changed: number; plan: ShownPlan }>('POST', path, options)
        const what = options.withdraw === true ? 'no longer approved' : 'approved'
        out.show(done, () => [
          `${plural(done.changed, 'change')} ${what}; ${done.plan.outcomes['waiting'] ?? 0} of ${done.plan.total} are approved and wait.`,
          dim(`usher plans apply ${JSON.stringify(app)} ${short(done.plan.id)} carries them out.`),
        ])
      }),
    )
  jobOption(plans.command('apply <app> <id>'))
    .description('carry out what is approved, exactly as it was shown; what has changed since is left out')
    .action((app: string, id: string, which: JobChoice) =>
      run(async (client, out) => apply(client, out, { app, id, which })),
    )
  jobOption(plans.command('stop <app> <id>'))
    .description('end the applying of a plan after the objects in flight; apply goes on')
    .action((app: string, id: string, which: JobChoice) =>
      run(async (client, out) => {
        const done = await client.send<{ id: string }>('POST', ofJob(app, `/plans/${seg(id)}/stop`, which))
        out.show(done, () => [`The plan ${short(done.id)} stops after the objects in flight.`])
      }),
    )
}

function selecting(command: Command): Command {
  return command
    .option('--action <action>', 'create, update, disable, delete, held, members or problem')
    .option('--attribute <path>', 'what would change this attribute')
    .option('--name <text>', 'whose name has this in it')
}

/** A number that is not negative. */
export function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Give a number.')
  return Number(text)
}

async function apply(
  client: Client,
  out: Out,
  { app, id, which }: { readonly app: string; readonly id: string; readonly which: JobChoice },
): Promise<void> {
  const bar = createProgress(out.json)
  try {
    for await (const line of client.lines('POST', ofJob(app, `/plans/${seg(id)}/apply`, which))) {
      if ('progress' in line) bar.at(line['progress'] as Place)
      if (!('applied' in line)) continue
      bar.end()
      const { plan, stopped } = line['applied'] as { plan: ShownPlan; stopped: boolean }
      out.show(line['applied'], () => describeApplied(plan, { app, stopped }))
      if ((plan.outcomes['failure'] ?? 0) > 0) process.exitCode = 1
    }
  } finally {
    bar.end()
  }
}

/** How many of each action, and how often each attribute. */
export function describePlan(plan: ShownPlan, app: string): readonly string[] {
  const { counts } = plan
  const state = plan.state === 'open' ? good('open') : bad(plan.state)
  const head = `Plan ${bold(short(plan.id))}  ${state}${plan.proposed === null ? '' : `, for proposed ${plan.proposed === 'schema' ? 'mappings' : 'settings'}`}${dim(`, made ${plan.madeAt} by ${plan.actor}, good until ${plan.expiresAt}`)}`
  if (counts === null) return [head]
  const attributes = Object.entries(counts.attributes).toSorted(([, one], [, other]) => other - one)
  const { added, removed } = counts.members
  return [
    head,
    `  ${plural(counts.read, 'object')} read: ${listed(counts.actions) || 'nothing to do'}${added + removed > 0 ? `, members: ${added} added, ${removed} removed` : ''}${counts.adoptions > 0 ? `; ${plural(counts.adoptions, 'existing account')} taken over` : ''}`,
    ...(attributes.length > 0 ? [dim(`  attributes: ${attributes.slice(0, 12).map(([path, n]) => `${path} ${n}`).join(', ')}`)] : []), // prettier-ignore
    `  approved: ${plan.approved} of ${plan.total}${Object.keys(plan.outcomes).length > 0 ? ` (${listed(plan.outcomes)})` : ''}`,
    ...(plan.approved === 0 && plan.state === 'open' && plan.total > 0
      ? [
          dim(
            `  usher plans approve ${JSON.stringify(app)} ${short(plan.id)} --all approves it, --action or --who a part.`,
          ),
        ]
      : []),
  ]
}

function describePage({ changes, matching, next }: Page, { limit }: Showing): readonly string[] {
  const total = Object.values(matching).reduce((sum, one) => sum + one, 0)
  if (changes.length === 0) return ['No change of the plan is like that.']
  return [
    ...changes.flatMap(describe),
    ...(next === null
      ? []
      : [dim(`… of ${plural(total, 'change')}; --after ${next} goes on, --limit shows more than ${limit}`)]),
  ]
}

function describe({ shown, approved, outcome }: PlanChange): readonly string[] {
  const line = shown as unknown as PlanLine & {
    readonly adopts?: { readonly owner: string | null; readonly targetId: string }
  }
  const [first = '', ...rest] = describeChange(line)
  const mark = outcome ?? (approved ? 'approved' : '')
  const colour = outcome === 'failure' || outcome === 'changed' ? bad : good
  const told = outcome === 'changed' ? 'changed since approval' : mark
  const { adopts } = line
  return [
    `${first}${told === '' ? '' : colour(`  [${told}]`)}`,
    ...(adopts === undefined
      ? []
      : [
          bad(
            `           takes over the account ${adopts.targetId}${adopts.owner === null ? '' : ` of "${adopts.owner}"`}`,
          ),
        ]),
    ...rest,
  ]
}

function describeApplied(
  plan: ShownPlan,
  { app, stopped }: { readonly app: string; readonly stopped: boolean },
): readonly string[] {
  const { success = 0, warning = 0, failure = 0, changed = 0, waiting = 0, ...others } = plan.outcomes
  const quoted = JSON.stringify(app)
  return [
    `${failure > 0 ? bad('!') : good('✓')} Plan ${short(plan.id)}${stopped ? ' (stopped)' : ''}: ${success + warning} carried out, ${failure} failed, ${changed} changed since approval${Object.keys(others).length > 0 ? `, ${listed(others)}` : ''}${waiting > 0 ? `, ${waiting} wait` : ''}`,
    ...(changed > 0
      ? [
          dim(
            `  usher plans show ${quoted} ${short(plan.id)} --outcome changed lists them; a new plan shows what they are now.`,
          ),
        ]
      : []),
    ...(success + warning > 0
      ? [dim(`  usher undo ${quoted} --plan ${short(plan.id)} shows what can be put back.`)]
      : []),
  ]
}

function describeAll(plans: readonly ShownPlan[], out: Out): readonly string[] {
  if (plans.length === 0) return ['No plan was kept. usher plan APP --save makes one.']
  return out.table(
    [{ title: 'id', whole: true }, 'made', 'state', 'would do', 'approved', 'came to'],
    plans.map((plan) => [
      short(plan.id),
      out.time(plan.madeAt),
      plan.state,
      plan.counts === null ? '–' : listed(plan.counts.actions) || 'nothing',
      `${plan.approved} of ${plan.total}`,
      listed(plan.outcomes) || '–',
    ]),
  )
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, n]) => `${n.toLocaleString('en-US')} ${name}`)
    .join(', ')
}

export function short(id: string): string {
  return id.slice(0, 8)
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
        dim(`  usher plans show ${JSON.stringify(app)} ${short(plan.id)} shows each change.`),
      ])
      return
    }
  } finally {
    bar.end()
  }
  throw new Failed('The service ended before the plan was whole.', 1)
}
