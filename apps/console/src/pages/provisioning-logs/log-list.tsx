import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles } from '@fluentui/react-components'
import { DocumentSearchRegular } from '@fluentui/react-icons/svg/document-search'
import { useQuery } from '@tanstack/react-query'
import { DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { LoadMore } from '@usher/parts/load-more.tsx'
import { SearchField } from '@usher/parts/search-field.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { ask } from '../../api/ask.ts'
import { usePages } from '../../api/use-pages.ts'
import { plural } from '../../parts/numbers.ts'
import { fitted, useColumns } from './columns.tsx'
import { Detail } from './detail.tsx'
import { Filters } from './filters.tsx'
import { type Line, type Question, comeSince, isFiltered, questionOf } from './question.ts'
import { Columns, Download } from './tools.tsx'

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: '12px', padding: '0 20px', alignItems: 'center' },
  news: { margin: '0 20px' },
})
/** Lines of a page, and milliseconds after which it is looked whether there are newer ones. */
const size = 50
const beat = 10_000

/** The provisioning log of one application, or of all (LG-9). */
export function LogList({ app }: { readonly app?: string }) {
  const styles = useStyles()
  const [query, change] = useAddress()
  const [shown, choose] = useColumns()
  const question = questionOf(query, app)
  const lines = usePages('GET /usher/log', { query: { ...question, limit: size } }, ({ entries }) => entries)
  return (
    <Section
      title="What happened"
      about="What was done, left out or could not be done: a line for each object, newest first."
      isFlush
    >
      <Filters query={query} change={change} ofAll={app === undefined} />
      <div className={styles.tools}>
        <SearchField
          label="Search names, IDs, values and messages"
          value={query.get('search') ?? ''}
          onSearch={(search) => change({ search })}
        />
        <Columns shown={shown} onChoose={choose} />
        <Download question={question} />
      </div>
      {lines.rows !== undefined && <News question={question} rows={lines.rows} show={() => void lines.refetch()} />}
      <DataTable
        asked={lines}
        label="Lines of the log"
        {...fitted(shown)}
        rows={lines.rows}
        keyOf={({ entry }) => entry.changeId}
        chosen={query.get('line')}
        isStale={lines.isPlaceholderData}
        onOpen={({ entry }) => change({ line: entry.changeId, tab: undefined }, true)}
        empty={<Nothing isAsked={isFiltered(query)} onAll={() => change({ since: 'all' })} />}
      />
      <LoadMore list={lines} what="lines" />
      {query.has('line') && (
        <Detail
          change={query.get('line') ?? ''}
          tab={query.get('tab') ?? 'steps'}
          onTab={(tab) => change({ tab })}
          onClose={() => change({ line: undefined, tab: undefined })}
        />
      )}
    </Section>
  )
}

function Nothing({ isAsked, onAll }: { readonly isAsked: boolean; readonly onAll: () => void }) {
  return (
    <Empty
      icon={<DocumentSearchRegular />}
      title={isAsked ? 'No line is like that' : 'Nothing happened in this time'}
      action={<Button onClick={onAll}>Look at all times</Button>}
    >
      Whoever has nothing to change is counted in the cycle, and has no line.
    </Empty>
  )
}

type NewsProps = { readonly question: Question; readonly rows: readonly Line[]; readonly show: () => void }

/** Lines that came while one was reading; they do not push away what is read. */
function News({ question, rows, show }: NewsProps) {
  const styles = useStyles()
  const { data } = useQuery({
    queryKey: ['newest lines', question],
    queryFn: () => ask('GET /usher/log', { query: { ...question, limit: size } }),
    refetchInterval: beat,
  })
  const count = data === undefined ? 0 : comeSince(data.entries, rows)
  if (count === 0) return null
  return (
    <MessageBar className={styles.news} intent="info">
      <MessageBarBody>{count < size ? plural(count, 'new line') : `${size} new lines or more`}</MessageBarBody>
      <MessageBarActions>
        <Button onClick={show}>Show</Button>
      </MessageBarActions>
    </MessageBar>
  )
}
