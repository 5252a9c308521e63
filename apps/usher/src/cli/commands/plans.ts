/** Plans that are kept: listed, shown, approved, applied. */
import { InvalidArgumentError, type Command } from 'commander'
import type { ShownPlan } from '../../api/plans/routes.ts'
import type { PlanLine } from '../../api/jobs/plan.ts'
import type { Place } from '../../runner/place.ts'
import type { Approval, PlanChange, Standing } from '../../store/plan-changes.ts'
import type { PlanState } from '../../store/plans.ts'
import { Failed, ofJob, seg, type Client, type JobChoice } from '../client.ts'
import { jobOption } from '../job-option.ts'
import { bad, bold, createProgress, dim, good, plural, type Out } from '../print.ts'
import type { With } from '../with.ts'
import { describeChange } from './plan.ts'

type Page = { readonly plan: ShownPlan; readonly matching: Readonly<Record<string, number>>; readonly changes: readonly PlanChange[]; readonly next: number | null } // prettier-ignore
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
  const { plan, changed, left, unchanged, absent } = done
  const waiting = plan.outcomes['waiting'] ?? 0
  const stay = Object.entries(unchanged).map(([why, n]) => `${n} ${whyLeft[why as Standing]}`)
  out.show(done, () => [
    `${plural(changed, 'change')} ${withdraw === true ? 'no longer approved' : 'approved'}; ${waiting} of ${plan.total} are approved and wait.`,
    ...absent.map((one) =>
      bad(`  ${one}: the plan has nothing of them, since nothing would change; usher why says more`),
    ),
    ...(stay.length > 0 ? [dim(`  as they were: ${stay.join(', ')}`)] : []),
    ...(withdraw === true
      ? []
      : describeLeft(left, `usher plans ${JSON.stringify(asked.app)} approve ${short(plan.id)}`)),
    ...(changed + left.held + left.rejected + stay.length + absent.length === 0
      ? [bad('  No change of the plan is like that.')]
      : []),
    ...(waiting > 0 ? [dim(carriesOut(plan, asked.app))] : []),
  ])
}

type Approved = Approval & {
  readonly unchanged: Readonly<Partial<Record<Standing, number>>>
  readonly absent: readonly string[]
  readonly plan: ShownPlan
}
const whyLeft: Readonly<Record<Standing, string>> = {
  already: 'decided so before',
  carriedOut: 'applied before',
  problem: 'with a problem, where nothing can be done',
}

function carriesOut(plan: ShownPlan, app: string): string {
  const apply = `usher plans ${JSON.stringify(app)} apply ${short(plan.id)} carries them out`
  return plan.state === 'unsaved' ? `Once the ${madeFor(plan)} are saved, ${apply}.` : `${apply}.`
}

const madeFor = ({ proposed }: ShownPlan): string => (proposed === 'schema' ? 'mappings' : 'settings')

/** What the guard holds is not approved with all the rest. */
function describeLeft({ held, rejected }: Approval['left'], command: string): readonly string[] {
  return [
    ...(held > 0
      ? [bad(`${held} held, left out: ${command} --action held agrees to ${held === 1 ? 'it' : 'them'}.`)]
      : []),
    ...(rejected > 0 ? [bad(`${rejected} rejected before, left out: ${command} --who WHO agrees to one.`)] : []),
  ]
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

const states: Readonly<Record<PlanState, string>> = {
  open: 'open',
  unsaved: 'not saved yet',
  expired: 'expired',
  superseded: 'superseded',
  unfinished: 'not made to its end',
}

/** How many of each action, and how often each attribute. */
export function describePlan(plan: ShownPlan, app: string): readonly string[] {
  const { counts } = plan
  const proposed = plan.proposed === null ? '' : `, for proposed ${madeFor(plan)}`
  const state = (plan.state === 'open' ? good : bad)(states[plan.state])
  const head = `Plan ${bold(short(plan.id))}  ${state}${proposed}${dim(`, made ${plan.madeAt} by ${plan.actor}, good until ${plan.expiresAt}`)}`
  if (counts === null) return [head]
  const attributes = Object.entries(counts.attributes).toSorted(([, one], [, other]) => other - one)
  const { added, removed } = counts.members
  return [
    head,
    `  ${plural(counts.read, 'object')} read: ${listed(counts.actions) || 'nothing to do'}${added + removed > 0 ? `, members: ${added} added, ${removed} removed` : ''}${counts.adoptions > 0 ? `; ${plural(counts.adoptions, 'existing account')} taken over` : ''}`,
    ...(attributes.length > 0 ? [dim(`  attributes: ${attributes.slice(0, 12).map(([path, n]) => `${path} ${n}`).join(', ')}`)] : []), // prettier-ignore
    `  approved: ${plan.approved} of ${plan.total}${Object.keys(plan.outcomes).length > 0 ? ` (${listed(plan.outcomes)})` : ''}`,
    ...(plan.approved === 0 && (plan.state === 'open' || plan.state === 'unsaved') && plan.total > 0
      ? [
          dim(
            `  usher plans ${JSON.stringify(app)} approve ${short(plan.id)} --all approves it, --action or --who a part.`,
          ),
        ]
      : []),
  ]
}

function describePage({ changes, matching, next }: Page, limit: number): readonly string[] {
  const total = Object.values(matching).reduce((sum, one) => sum + one, 0)
  if (changes.length === 0) return ['No change of the plan is like that.']
  return [
    ...changes.flatMap(describe),
    ...(next === null
      ? []
      : [dim(`… of ${plural(total, 'change')}; --after ${next} goes on, --limit shows more than ${limit}`)]),
  ]
}

function describe({ shown, approved, outcome, decision }: PlanChange): readonly string[] {
  const line = shown as unknown as PlanLine & {
    readonly adopts?: { readonly owner: string | null; readonly targetId: string }
  }
  const [first = '', ...rest] = describeChange(line)
  const mark = outcome ?? (approved ? 'approved' : (decision ?? ''))
  const colour = mark === 'failure' || mark === 'changed' || mark === 'rejected' ? bad : good
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
            `  usher plans ${quoted} show ${short(plan.id)} --outcome changed lists them; a new plan shows what they are now.`,
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
      states[plan.state],
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
        dim(`  usher plans ${JSON.stringify(app)} show ${short(plan.id)} shows each change.`),
      ])
      return
    }
  } finally {
    bar.end()
  }
  throw new Failed('The service ended before the plan was whole.', 1)
}
