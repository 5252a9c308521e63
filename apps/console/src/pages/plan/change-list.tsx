import { Button, Checkbox, Text, makeStyles } from '@fluentui/react-components'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { LoadMore } from '@usher/parts/load-more.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { type Takes, ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { Choose } from '../../parts/choose.tsx'
import { Differences } from '../../parts/differences.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { plural } from '../../parts/numbers.ts'
import { ResultBadge } from '../../parts/result-badge.tsx'
import { RowButton } from '../../parts/row-button.tsx'
import { Says } from '../../parts/says.tsx'
import { SidePanel } from '../../parts/side-panel.tsx'
import { Typed } from '../../parts/typed.tsx'
import { useJob } from '../../parts/use-job.ts'
import { type Change, type Plan, approvable, kinds, waitingIn } from './changes.ts'

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: '8px', padding: '0 20px', alignItems: 'center' },
})

type Body = NonNullable<Takes<'POST /usher/apps/{app}/plans/{id}/approve'>['body']>
type Props = {
  readonly plan: Plan
  readonly matching: Readonly<Record<string, number>>
  readonly list: {
    readonly rows: readonly Change[] | undefined
    readonly isPlaceholderData: boolean
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly fetchNextPage: () => unknown
  }
  readonly query: URLSearchParams
  readonly change: (change: Readonly<Record<string, string | undefined>>, isStep?: boolean) => void
}

/** The changes of a plan, filtered; all that the filter leaves, or some of them, are approved. */
export function ChangeList({ plan, matching, list, query, change }: Props) {
  const styles = useStyles()
  const may = useMay()
  const { at } = useJob()
  const of = (name: string): string => query.get(name) ?? ''
  const approve = useAction({
    run: (body: Body) =>
      ask('POST /usher/apps/{app}/plans/{id}/approve', { ...at, path: { ...at.path, id: plan.id }, body }),
    done: ({ changed, left }, { withdraw = false }) =>
      `${plural(changed, 'change')} ${withdraw ? 'not approved any more' : 'approved'}.${left.held + left.rejected > 0 ? ` ${plural(left.held + left.rejected, 'held one')} left out: approve those by themselves.` : ''}`,
    refresh: ['GET /usher/apps/{app}/plans/{id}', 'GET /usher/apps/{app}/plans'],
    failures: 'toast',
  })
  const mayApprove =
    may('microsoft.directory/servicePrincipals/synchronizationJobs/manage') &&
    (plan.state === 'open' || plan.state === 'unsaved')
  const which = Object.fromEntries(
    ['action', 'attribute', 'name'].flatMap((name) => (of(name) === '' ? [] : [[name, of(name)]])),
  )
  const meant = Object.keys(which).length === 0 ? { all: true as const } : which
  // What an approval would change; what is approved or applied is not in it.
  const open = useAsk('GET /usher/apps/{app}/plans/{id}', {
    path: { ...at.path, id: plan.id },
    query: { ...at.query, ...which, approved: false, limit: 1 },
  })
  const count = approvable(open.data?.matching ?? matching, of('action'))
  const opened = list.rows?.find(({ n }) => String(n) === of('change'))
  return (
    <Section title="Change by change" isFlush>
      <FilterBar>
        <Choose
          label="Action"
          all="All"
          value={of('action')}
          options={kinds}
          onChoose={(action) => change({ action })}
        />
        <Choose
          label="Attribute"
          all="All"
          value={of('attribute')}
          options={Object.entries(plan.counts?.attributes ?? {}).map(([value, times]) => ({
            value,
            text: `${value} (${times.toLocaleString('en')})`,
          }))}
          onChoose={(attribute) => change({ attribute })}
        />
        <Typed label="Name" placeholder="A part of it" value={of('name')} onType={(name) => change({ name })} />
      </FilterBar>
      {mayApprove && (
        <div className={styles.bar}>
          <Button
            disabledFocusable={count === 0 || approve.isPending || of('outcome') !== ''}
            onClick={() => approve.mutate(meant)}
          >
            Approve {of('action') === '' && meant.all === true ? 'all' : 'these'} {count.toLocaleString('en')}
          </Button>
          <Button
            disabledFocusable={waitingIn(plan) === 0 || approve.isPending}
            onClick={() => approve.mutate({ ...meant, withdraw: true })}
          >
            Withdraw approval
          </Button>
          {(matching['held'] ?? 0) > 0 && of('action') !== 'held' && (
            <Text>
              {plural(matching['held'] ?? 0, 'held one')} left out: to approve one is to agree to exactly that.
            </Text>
          )}
        </div>
      )}
      <DataTable
        label="Changes"
        columns={columnsOf(mayApprove ? (row) => approve.mutate({ who: [row.id], withdraw: row.approved }) : null)}
        rows={list.rows}
        keyOf={({ n }) => n}
        minWidth="640px"
        chosen={opened?.n ?? null}
        isStale={list.isPlaceholderData}
        onOpen={({ n }) => change({ change: String(n) }, true)}
        empty={<Empty title={plan.total === 0 ? 'Nothing would be done' : 'No change is like that'} />}
      />
      <LoadMore list={list} what="changes" />
      {opened !== undefined && <One change={opened} onClose={() => change({ change: undefined })} />}
    </Section>
  )
}

function columnsOf(turn: ((row: Change) => void) | null): readonly Column<Change>[] {
  const approved: Column<Change> = {
    id: 'approved',
    title: 'Approved',
    width: '96px',
    show: (row) => (
      <span onClick={(event) => event.stopPropagation()} role="presentation">
        <Checkbox
          aria-label={`Approve the change of ${row.displayName}`}
          checked={row.approved}
          disabled={turn === null || row.outcome !== null || row.action === 'problem'}
          onChange={() => turn?.(row)}
        />
      </span>
    ),
  }
  return [
    approved,
    { id: 'who', title: 'Who', width: '170px', show: ({ displayName }) => <RowButton>{displayName}</RowButton> },
    {
      id: 'action',
      title: 'Action',
      width: '90px',
      show: ({ action }) => kinds.find(({ value }) => value === action)?.text ?? action,
    },
    { id: 'what', title: 'What', show: ({ shown }) => shown.reason },
    {
      id: 'outcome',
      title: 'Outcome',
      width: '130px',
      show: ({ outcome, decision }) => (outcome === null ? (decision ?? '–') : <ResultBadge result={outcome} />),
    },
  ]
}

function One({
  change: { displayName, type, shown },
  onClose,
}: {
  readonly change: Change
  readonly onClose: () => void
}) {
  const list = shown.changes.map(({ displayName: name, oldValue, newValue }) => ({
    name,
    before: oldValue,
    after: newValue,
  }))
  return (
    <SidePanel title={displayName} onClose={onClose}>
      <Text>
        {type} {shown.userPrincipalName ?? ''}: {shown.reason}.
      </Text>
      {shown.problem !== null && <Text>{`${shown.problem.code}: ${shown.problem.message}`}</Text>}
      {shown.advice !== null && (
        <Text>
          <Says text={shown.advice} />
        </Text>
      )}
      {list.length > 0 && <Differences label="Attributes" list={list} />}
    </SidePanel>
  )
}
