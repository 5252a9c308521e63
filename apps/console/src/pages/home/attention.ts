import { plural } from '../../parts/numbers.ts'
import { addressOf, heldAddress } from '../../parts/address-of.ts'
import type { Status } from '../../parts/job-state.tsx'
import { waiting } from '../../parts/waiting.ts'

export type Attention = {
  /** Of the application. */
  readonly name: string
  readonly intent: 'error' | 'warning' | 'info'
  /** What is the matter. */
  readonly says: string
  /** The step that ends it. */
  readonly act: string
  readonly to: string
}

/** `to`: where it is done, unless that is the page about provisioning. */
type Rule = (status: Status) => (Omit<Attention, 'to' | 'name'> & { readonly to?: string }) | null

/** What may be the matter with a job, worst first. */
const rules: readonly Rule[] = [
  ({ name, job: { quarantine } }) =>
    quarantine && {
      intent: 'error',
      says: `${name} is in quarantine: ${quarantine.error.message}`,
      act: quarantine.evidence.remedy,
    },
  ({ job: { secretRefused } }) =>
    secretRefused && { intent: 'error', says: secretRefused.sentence, act: 'Store a new secret.' },
  ({ job: { restored } }) => restored && { intent: 'warning', says: restored.sentence, act: 'Look at the plan.' },
  ({ name, job: { quarantine, lastError } }) =>
    quarantine === null && lastError !== null
      ? {
          intent: 'warning',
          says: `${name} could not be asked: ${lastError.message}`,
          act: 'It is tried again by itself.',
        }
      : null,
  ...waiting.map(
    ({ kind, one, count }): Rule =>
      ({ id, name, job }) =>
        count(job) > 0
          ? {
              intent: 'warning',
              says: `${plural(count(job), one)} of ${name} ${count(job) === 1 ? 'is' : 'are'} held.`,
              act: 'Allow or reject them.',
              to: heldAddress(id, job, kind),
            }
          : null,
  ),
  ({ name, job: { failed } }) =>
    failed > 0
      ? {
          intent: 'warning',
          says: `${plural(failed, 'object')} of ${name} ${failed === 1 ? 'fails' : 'fail'}.`,
          act: 'See why, and what to change.',
        }
      : null,
  ({ name, job: { code } }) =>
    code === 'NotConfigured'
      ? { intent: 'info', says: `${name} has no Tenant URL and secret yet.`, act: 'Configure it.' }
      : null,
  ({ name, job: { code, state } }) =>
    code === 'NotRun' && state === 'Disabled'
      ? { intent: 'info', says: `${name} is configured and was never started.`, act: 'Start it.' }
      : null,
]

const order = ['error', 'warning', 'info']

/** What needs a person, the worst first. */
export function attentionTo(all: readonly Status[]): readonly Attention[] {
  return all
    .flatMap((status) =>
      rules.flatMap((rule) => {
        const found = rule(status)
        const to =
          status.job.code === 'NotConfigured'
            ? `/enterprise-apps/${status.id}/provisioning/new`
            : addressOf(status.id, status.job)
        return found === null ? [] : [{ to, ...found, name: status.name }]
      }),
    )
    .toSorted((one, other) => order.indexOf(one.intent) - order.indexOf(other.intent))
}
