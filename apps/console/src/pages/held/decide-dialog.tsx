import { Text } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'
import type { Status } from '../../parts/job-state.tsx'
import { plural } from '../../parts/numbers.ts'
import { type Decision, type Held, type Known, whoseAccounts } from './kinds.ts'

/** `null`: all that nobody decided about. */
export type Question = { readonly decision: Decision; readonly whose: readonly Held[] | null }
export const verbs = { allowed: 'Allow', rejected: 'Reject' } as const

type Props = {
  readonly status: Status
  readonly about: Known
  readonly question: Question
  /** How many all are. */
  readonly open: number
  /** Some of them are not shown, since the list is filtered. */
  readonly isFiltered: boolean
  readonly onDone: () => void
  readonly onClose: () => void
}

/** Says in numbers what a decision does, and decides. */
export function DecideDialog(props: Props) {
  const { status, about, question, open, isFiltered, onDone, onClose } = props
  const { decision, whose } = question
  const { id, name, job } = status
  const count = whose?.length ?? open
  const [only] = whose ?? []
  const what = count === 1 && only !== undefined ? about.ofOne(only.displayName) : plural(count, about.one)
  const decide = useAction({
    run: () =>
      ask(about.decides, {
        path: { app: id },
        query: { job: job.name },
        body: { decision, who: whose === null ? 'all' : whose.map((one) => one.id) },
      }),
    done: ({ decided }) => `${plural(decided, about.one)} ${decision}.`,
    refresh: ['GET /usher/apps/{app}/status', 'GET /usher/status', about.asks],
    onDone: () => {
      onDone()
      onClose()
    },
  })
  return (
    <Ask
      title={`${verbs[decision]} ${what}?`}
      verb={verbs[decision]}
      isDangerous={about.isDangerous(decision)}
      isPending={decide.isPending}
      error={decide.error}
      onYes={() => decide.mutate()}
      onClose={onClose}
    >
      <Text>{about.does[decision](whoseAccounts(count), name)}</Text>
      {whose === null && isFiltered && <Text>That is all of them, not only those that the filter shows.</Text>}
    </Ask>
  )
}
