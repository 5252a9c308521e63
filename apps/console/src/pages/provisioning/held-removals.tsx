import { useState } from 'react'
import { Button, Text, makeStyles } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { When } from '@usher/parts/when.tsx'
import { type Gives, ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import type { Status } from '../../parts/job-state.tsx'
import { plural } from '../../parts/numbers.ts'
import { touched } from './touched.ts'

const useStyles = makeStyles({ actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' } })
const most = 50

type Held = Gives<'GET /usher/apps/{app}/removals'>['removals'][number]
type Decision = 'allowed' | 'rejected'
/** `null`: all that nobody decided about. */
type Question = { readonly decision: Decision; readonly one: Held | null }

const verbs = { allowed: 'Allow', rejected: 'Reject' } as const

/** Removals that accidental-deletion prevention holds: how many, whose, and what a decision does. */
export function HeldRemovals({ status }: { readonly status: Status }) {
  const styles = useStyles()
  const may = useMay()
  const { id, name, job } = status
  const [question, put] = useState<Question | null>(null)
  const held = useAsk('GET /usher/apps/{app}/removals', { path: { app: id }, query: { job: job.name } })
  const mayDecide = may('microsoft.directory/servicePrincipals/synchronizationJobs/manage')
  const rows = held.data?.removals
  const open = rows?.filter(({ decision }) => decision === null).length ?? 0
  const columns: readonly Column<Held>[] = [
    { id: 'who', title: 'Who', show: (row) => row.displayName },
    { id: 'since', title: 'Held since', width: '190px', isRoomy: true, show: ({ since }) => <When time={since} /> },
    { id: 'decision', title: 'Decision', width: '120px', show: ({ decision }) => decision ?? 'None yet' },
    ...(mayDecide
      ? [{ id: 'act', title: 'Decide', width: '190px', show: (row: Held) => <Decide row={row} onAsk={put} /> }]
      : []),
  ]
  return (
    <Section
      title={`${plural(job.held, 'removal')} held`}
      about={`So many at once may be a mistake. Accounts in ${name} stay as they are until you decide; everything else goes on.`}
      isFlush
      actions={
        mayDecide && open > 0 ? (
          <div className={styles.actions}>
            <Button onClick={() => put({ decision: 'allowed', one: null })}>Allow all {open}</Button>
            <Button onClick={() => put({ decision: 'rejected', one: null })}>Reject all {open}</Button>
          </div>
        ) : undefined
      }
    >
      <Failed error={held.error} again={held.refetch} />
      <DataTable
        label="Held removals"
        columns={columns}
        rows={rows?.slice(0, most)}
        keyOf={(row) => row.id}
        minWidth="620px"
        leastWidth="440px"
        empty={<Empty title="Nothing is held any more" />}
      />
      {question !== null && <Confirm status={status} question={question} open={open} onClose={() => put(null)} />}
    </Section>
  )
}

function Decide({ row, onAsk }: { readonly row: Held; readonly onAsk: (question: Question) => void }) {
  const styles = useStyles()
  return (
    <div className={styles.actions}>
      {(['allowed', 'rejected'] as const).map((decision) => (
        <Button
          key={decision}
          size="small"
          disabled={row.decision === decision}
          aria-label={`${verbs[decision]} the removal of ${row.displayName}`}
          onClick={() => onAsk({ decision, one: row })}
        >
          {verbs[decision]}
        </Button>
      ))}
    </div>
  )
}

type ConfirmProps = {
  readonly status: Status
  readonly question: Question
  readonly open: number
  readonly onClose: () => void
}

function Confirm({ status: { id, name, job }, question: { decision, one }, open, onClose }: ConfirmProps) {
  const whose = one === null ? plural(open, 'removal') : `the removal of ${one.displayName}`
  const decide = useAction({
    run: () =>
      ask('POST /usher/apps/{app}/removals', {
        path: { app: id },
        query: { job: job.name },
        body: { decision, who: one === null ? 'all' : [one.id] },
      }),
    done: ({ decided }) => `${plural(decided, 'removal')} ${decision}.`,
    refresh: [...touched, 'GET /usher/apps/{app}/removals'],
    onDone: onClose,
  })
  return (
    <Ask
      title={`${verbs[decision]} ${whose}?`}
      verb={verbs[decision]}
      isDangerous={decision === 'allowed'}
      isPending={decide.isPending}
      error={decide.error}
      onYes={() => decide.mutate()}
      onClose={onClose}
    >
      <Text>
        {decision === 'allowed'
          ? `${one === null ? plural(open, 'account') : 'This account'} in ${name} will be disabled or deleted within seconds, as the mapping says.`
          : `${one === null ? plural(open, 'account') : 'This account'} in ${name} will be left alone until the person changes in the directory, or for 30 days.`}
      </Text>
    </Ask>
  )
}
