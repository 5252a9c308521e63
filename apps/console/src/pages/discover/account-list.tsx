import { useState } from 'react'
import { Button, Checkbox, ProgressBar, Tab, TabList, Text, makeStyles, tokens } from '@fluentui/react-components'
import { PeopleSearchRegular } from '@fluentui/react-icons/svg/people-search'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { LoadMore } from '@usher/parts/load-more.tsx'
import { SearchField } from '@usher/parts/search-field.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { When } from '@usher/parts/when.tsx'
import { useMay } from '../../api/session.ts'
import { useLines } from '../../api/use-lines.ts'
import { usePages } from '../../api/use-pages.ts'
import { plural } from '../../parts/numbers.ts'
import { useJob } from '../../parts/use-job.ts'
import { Tools } from '../../parts/tools.tsx'
import { type Account, assignable, kindOf, kinds, whoseIs } from './accounts.ts'
import { AssignDialog } from './assign-dialog.tsx'
import { LinkDialog, type Question } from './link-dialog.tsx'

const useStyles = makeStyles({
  tabs: { padding: '0 8px' },
  quiet: { color: tokens.colorNeutralForeground3, padding: '0 20px', maxWidth: '90ch' },
  running: { padding: '0 20px', display: 'flex', flexDirection: 'column', gap: '6px' },
})

type Line = { readonly progress?: { readonly phase: string; readonly done: number; readonly total: number } }
const manage = 'microsoft.directory/servicePrincipals/synchronizationJobs/manage'

/** UI-13: every account of the application, and whose it is. */
export function AccountList() {
  const styles = useStyles()
  const may = useMay()
  const { at } = useJob()
  const [query, change] = useAddress()
  const [progress, setProgress] = useState<NonNullable<Line['progress']> | null>(null)
  const [chosen, choose] = useState<readonly Account[]>([])
  const [asked, ask] = useState<'assign' | Question | null>(null)
  const kind = kindOf(query.get('kind'))
  const search = query.get('search') ?? ''
  const accounts = usePages(
    'GET /usher/apps/{app}/accounts',
    { ...at, query: { ...at.query, kind, limit: 50, ...(search !== '' && { search }) } },
    (page) => page.accounts,
  )
  const discover = useLines<Line>('POST /usher/apps/{app}/accounts/discover', {
    hear: (line) => line.progress !== undefined && setProgress(line.progress),
    refresh: ['GET /usher/apps/{app}/accounts'],
  })
  const found = accounts.first?.discovery
  const mayAssign = may('microsoft.directory/servicePrincipals/appRoleAssignedTo/update') && kind === 'unassigned'
  const turn = (row: Account): void =>
    choose((before) => (before.includes(row) ? before.filter((one) => one !== row) : [...before, row]))
  const show = (next: string): void => {
    choose([])
    change({ kind: next })
  }
  return (
    <Section
      title="Discover identities"
      about={
        found === null || found === undefined ? (
          'Reads every account of the application and finds whose it is. Nothing is written.'
        ) : (
          <>
            Looked at <When time={found.ended} />. {plural(found.counts.ambiguous, 'account')} could be of more than one
            person.
          </>
        )
      }
      isFlush
      actions={
        may(manage) && (
          <Button appearance="primary" disabled={discover.isRunning} onClick={() => discover.run({ ...at, body: {} })}>
            {found === null ? 'Discover identities' : 'Discover again'}
          </Button>
        )
      }
    >
      {discover.isRunning && (
        <div className={styles.running}>
          <ProgressBar
            aria-label="Progress of the discovery"
            {...(progress !== null && progress.total > 0 && { max: progress.total, value: progress.done })}
          />
          <Text role="status">{progress === null ? 'Beginning …' : `${plural(progress.done, 'account')} read`}</Text>
        </div>
      )}
      <Failed error={discover.error} />
      {found === null ? (
        <Empty icon={<PeopleSearchRegular />} title="Nobody has looked yet">
          Accounts that were there before, and those that somebody made by hand, are found by the matching attribute.
        </Empty>
      ) : (
        <>
          <TabList className={styles.tabs} selectedValue={kind} onTabSelect={(_, { value }) => show(String(value))}>
            {kinds.map((one) => (
              <Tab key={one.kind} value={one.kind}>
                {one.text}
                {found !== undefined && ` (${found.counts[one.kind].toLocaleString('en')})`}
              </Tab>
            ))}
          </TabList>
          <Text className={styles.quiet}>{kinds.find((one) => one.kind === kind)?.says}</Text>
          <Tools>
            {mayAssign && (
              <Button disabled={chosen.length === 0} onClick={() => ask('assign')}>
                {chosen.length === 0 ? 'Assign' : `Assign ${chosen.length}`}
              </Button>
            )}
            {mayAssign && (
              <Button appearance="subtle" onClick={() => choose(assignable(accounts.rows ?? []))}>
                Select all shown
              </Button>
            )}
            <SearchField
              label="Search names of accounts"
              value={search}
              onSearch={(text) => change({ search: text })}
            />
          </Tools>
          <DataTable
            asked={accounts}
            label="Accounts"
            columns={columnsOf({ kind, chosen, turn: mayAssign ? turn : null, link: may(manage) ? ask : null })}
            rows={accounts.rows}
            keyOf={({ targetId }) => targetId}
            minWidth="780px"
            leastWidth="460px"
            isStale={accounts.isPlaceholderData}
            empty={<Empty title={search === '' ? 'There is no such account' : 'No account has such a name'} />}
          />
          <LoadMore list={accounts} what="accounts" />
        </>
      )}
      {asked === 'assign' && <AssignDialog accounts={chosen} onDone={() => choose([])} onClose={() => ask(null)} />}
      {asked !== null && asked !== 'assign' && <LinkDialog question={asked} onClose={() => ask(null)} />}
    </Section>
  )
}

type Shown = {
  readonly kind: Account['kind']
  readonly chosen: readonly Account[]
  readonly turn: ((row: Account) => void) | null
  readonly link: ((question: Question) => void) | null
}

function columnsOf({ kind, chosen, turn, link }: Shown): readonly Column<Account>[] {
  const box: Column<Account> = {
    id: 'choose',
    title: '',
    width: '76px',
    show: (row) => (
      <Checkbox
        aria-label={`Select ${nameOf(row)}`}
        checked={chosen.includes(row)}
        disabled={assignable([row]).length === 0}
        onChange={() => turn?.(row)}
      />
    ),
  }
  const act: Column<Account> = {
    id: 'link',
    title: 'Link',
    width: '110px',
    show: (row) => (
      <Button
        size="small"
        aria-label={`${kind === 'assigned' ? 'Unlink' : 'Link'} ${nameOf(row)}`}
        onClick={() => link?.({ kind: kind === 'assigned' ? 'unlink' : 'link', account: row })}
      >
        {kind === 'assigned' ? 'Unlink' : 'Link'}
      </Button>
    ),
  }
  return [
    ...(turn === null ? [] : [box]),
    { id: 'name', title: 'Account', show: nameOf },
    { id: 'whose', title: 'Belongs to', width: '190px', show: whoseIs },
    {
      id: 'active',
      title: 'State',
      width: '100px',
      show: ({ active }) => (active === null ? 'Unknown' : active ? 'Active' : 'Disabled'),
    },
    { id: 'by', title: 'Found by', width: '150px', isRoomy: true, show: ({ by }) => by ?? '–' },
    { id: 'id', title: 'ID', width: '150px', isRoomy: true, show: ({ targetId }) => targetId },
    ...(link === null ? [] : [act]),
  ]
}

export function nameOf({ displayName, userName, targetId }: Account): string {
  return displayName || userName || targetId
}
