/** Provision on demand: any people and groups, in one job or in several of an application. */
import { provisionOnDemand, say, TargetUnusable, type Demanded } from '@usher/engine'
import type { Ref } from '@usher/scim'
import { nameOf } from '../api/jobs/plan.ts'
import { contextOf, openJob, type Held, type House } from '../runner/open-job.ts'
import type { Runner } from '../runner/runner.ts'
import type { Application } from '../store/applications.ts'
import type { Job } from '../store/jobs.ts'
import { withLease } from './with-lease.ts'

/** `members`: of groups among `refs`; each is looked at too, before the group. */
export type Asked = {
  readonly refs: readonly Ref[]
  readonly members: readonly { readonly group: Ref; readonly member: Ref }[]
}
export type DemandLine = Omit<Demanded, 'change' | 'ref'> & {
  readonly job: string
  readonly type: string
  readonly id: string
  readonly displayName: string
  readonly action: string
  readonly reason: string
}

type Host = { readonly house: House; readonly runner: Pick<Runner, 'hold' | 'wake'> }
type Wanted = { readonly app: Application; readonly job: Job; readonly asked: Asked; readonly write: boolean }

/** `write` false looks only. Problems of the connection come as a step of each object. */
export async function demand(host: Host, wanted: Wanted): Promise<readonly DemandLine[]> {
  return (await demanded(host, wanted)).map((one) => lineOf(wanted.job, one))
}

/** The same, with the change of each object. */
export async function demanded(
  { house, runner }: Host,
  { app, job, asked, write }: Wanted,
): Promise<readonly Demanded[]> {
  const refs = inOrder([...asked.members.map(({ member }) => member), ...asked.refs])
  const work = async (held: Held | null): Promise<readonly Demanded[]> => {
    const { ports, rules } = await openJob(house, app, job, held)
    const started = house.now()
    const options = { started, context: { ...(await contextOf(house)), now: started }, write }
    return provisionOnDemand(ports, rules, options, { refs, memberships: asked.members })
  }
  try {
    return await (write ? withLease(house, runner, job.id, work) : work(null))
  } catch (error) {
    if (!(error instanceof TargetUnusable)) throw error
    const steps = [{ step: 'testConnection', status: 'failure', says: error.message, error: error.error }] as const
    return refs.map((ref) => ({ ref, change: null, result: 'failure', steps }))
  }
}

/** Each once, people before groups. */
function inOrder(refs: readonly Ref[]): readonly Ref[] {
  const all = [...new Map(refs.map((ref) => [`${ref.type}/${ref.id}`, ref])).values()]
  return [...all.filter(({ type }) => type !== 'Group'), ...all.filter(({ type }) => type === 'Group')]
}

function lineOf({ name }: Job, { ref, change, result, steps }: Demanded): DemandLine {
  const displayName = change === null ? ref.id : nameOf(ref, change.facts.entry.object ?? {})
  const action = change?.action ?? 'none'
  const reason = change === null ? '' : say(change.reason)
  return { job: name, ...ref, displayName, action, reason, result, steps }
}
