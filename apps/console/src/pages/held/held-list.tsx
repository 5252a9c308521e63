import { useState } from 'react'
import { Button, MessageBar, MessageBarBody, makeStyles } from '@fluentui/react-components'
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle'
import { DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { LoadMore } from '@usher/parts/load-more.tsx'
import { SearchField } from '@usher/parts/search-field.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { useMay } from '../../api/session.ts'
import { usePages } from '../../api/use-pages.ts'
import { Choose } from '../../parts/choose.tsx'
import type { Status } from '../../parts/job-state.tsx'
import { plural } from '../../parts/numbers.ts'
import { useJob } from '../../parts/use-job.ts'
import { columnsOf } from './columns.tsx'
import { DecideDialog, type Question, verbs } from './decide-dialog.tsx'
import { Detail } from './detail.tsx'
import { type Held, type Page, type Known, rowsOf } from './kinds.ts'
import { Before, Later } from './removed.tsx'

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: '8px 12px', padding: '0 20px', alignItems: 'end' },
  news: { margin: '0 20px' },
})

/** Rows of a page. */
const size = 50
const decisions = [
  { value: 'none', text: 'None yet' },
  { value: 'allowed', text: 'Allowed' },
  { value: 'rejected', text: 'Rejected' },
]

type Props = { readonly status: Status; readonly about: Known }

/** What is held of one kind, as long as it may be; decided one by one, several at once, or all. */
export function HeldList({ status, about }: Props) {
  const styles = useStyles()
  const may = useMay()
  const { at } = useJob()
  const [query, change] = useAddress()
  const [chosen, choose] = useState<readonly Held[]>([])
  const [question, put] = useState<Question | null>(null)
  const [search, decision] = [query.get('search') ?? '', query.get('decision') ?? '']
  const which = { ...(search !== '' && { search }), ...(isDecision(decision) && { decision }) }
  const list = usePages(about.asks, { ...at, query: { ...at.query, ...which, limit: size } }, (page) =>
    rowsOf(page as Page),
  )
  const first = list.first as Page | undefined
  const { undecided = 0, allowed = 0, rejected = 0 } = first?.totals ?? {}
  const mayDecide = may('microsoft.directory/servicePrincipals/synchronizationJobs/manage')
  const isFiltered = search !== '' || decision !== ''
  const turn = (row: Held): void =>
    choose((before) => (has(before, row) ? before.filter(({ id }) => id !== row.id) : [...before, row]))
  const who = query.get('who')
  return (
    <>
      <Section
        title={`${plural(undecided + allowed + rejected, about.one)} held`}
        about={about.about(status.name)}
        isFlush
        actions={mayDecide && undecided > 0 && <Decide all={undecided} onAsk={(asked) => put({ decision: asked, whose: null })} />} // prettier-ignore
      >
        <div className={styles.bar}>
          <SearchField label="Search names" value={search} onSearch={(text) => change({ search: text })} />
          <Choose
            label="Decision"
            all="Any"
            value={decision}
            options={decisions}
            onChoose={(value) => change({ decision: value })}
          />
          {mayDecide && (list.rows?.length ?? 0) > 1 && (
            <Button appearance="subtle" onClick={() => choose(chosen.length > 0 ? [] : (list.rows ?? []))}>
              {chosen.length > 0 ? 'Select none' : 'Select all shown'}
            </Button>
          )}
          {chosen.length > 0 &&
            (['allowed', 'rejected'] as const).map((asked) => (
              <Button key={asked} onClick={() => put({ decision: asked, whose: chosen })}>
                {verbs[asked]} {chosen.length.toLocaleString('en')} selected
              </Button>
            ))}
        </div>
        {(first?.counts ?? []).map(({ kind, says, count }) => (
          <MessageBar key={kind} intent="warning" className={styles.news}>
            <MessageBarBody>
              {sentence(says)} for {plural(count, 'object')}.
            </MessageBarBody>
          </MessageBar>
        ))}
        <Failed error={list.error} again={list.refetch} />
        <DataTable
          label={about.tab}
          columns={columnsOf(about, mayDecide ? { chosen, turn, ask: put } : null)}
          rows={list.error !== null && list.rows === undefined ? [] : list.rows}
          keyOf={({ id }) => id}
          minWidth="760px"
          leastWidth="460px"
          chosen={who}
          isStale={list.isPlaceholderData}
          onOpen={({ id }) => change({ who: id }, true)}
          empty={
            list.error === null && (
              <Empty icon={<CheckmarkCircleRegular />} title={isFiltered ? 'None is like that' : 'Nothing is held'}>
                {!isFiltered && about.none}
              </Empty>
            )
          }
        />
        <LoadMore list={list} what={`${about.one}s`} />
      </Section>
      <Before done={first?.done ?? []} />
      <Later deletions={first?.deletions ?? []} />
      {who !== null && (
        <Detail
          id={who}
          about={about}
          held={list.rows?.find(({ id }) => id === who) ?? null}
          onAsk={mayDecide ? put : null}
          onClose={() => change({ who: undefined })}
        />
      )}
      {question !== null && (
        <DecideDialog
          status={status}
          about={about}
          question={question}
          open={undecided}
          isFiltered={isFiltered}
          onDone={() => {
            choose([])
            change({ who: undefined })
          }}
          onClose={() => put(null)}
        />
      )}
    </>
  )
}

type DecideProps = { readonly all: number; readonly onAsk: (decision: Question['decision']) => void }

function Decide({ all, onAsk }: DecideProps) {
  return (
    <>
      {(['allowed', 'rejected'] as const).map((decision) => (
        <Button key={decision} onClick={() => onAsk(decision)}>
          {verbs[decision]} all {all.toLocaleString('en')}
        </Button>
      ))}
    </>
  )
}

function isDecision(text: string): text is 'none' | 'allowed' | 'rejected' {
  return decisions.some(({ value }) => value === text)
}

function has(list: readonly Held[], row: Held): boolean {
  return list.some(({ id }) => id === row.id)
}

function sentence(says: string): string {
  return says.slice(0, 1).toUpperCase() + says.slice(1)
}
