import { Button } from '@fluentui/react-components'
import { HistoryRegular } from '@fluentui/react-icons/svg/history'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { LoadMore } from '@usher/parts/load-more.tsx'
import { SearchField } from '@usher/parts/search-field.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { When } from '@usher/parts/when.tsx'
import { useAsk } from '../../api/use-ask.ts'
import { usePages } from '../../api/use-pages.ts'
import { Choose } from '../../parts/choose.tsx'
import { DownloadMenu } from '../../parts/download-menu.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { PeriodFields } from '../../parts/period-fields.tsx'
import { asked, periodOf } from '../../parts/period.ts'
import { RowButton } from '../../parts/row-button.tsx'
import { Typed } from '../../parts/typed.tsx'
import { Tools } from '../../parts/tools.tsx'
import { AuditDetail } from './audit-detail.tsx'
import { type Entry, placeOf } from './said.ts'

const choices = [
  { name: 'service', label: 'Service', of: 'services' },
  { name: 'category', label: 'Category', of: 'categories' },
  { name: 'activity', label: 'Activity', of: 'activities' },
] as const

/** Who did what, to one application or to anything (MO-1). */
export function AuditList({ app }: { readonly app?: string }) {
  const [query, change] = useAddress()
  const of = (name: string): string => query.get(name) ?? ''
  const chosen = Object.fromEntries(
    ['search', 'service', 'category', 'activity', 'actor'].flatMap((name) =>
      of(name) === '' ? [] : [[name, of(name)]],
    ),
  )
  const question = { ...asked(periodOf(query, '7d')), ...chosen, ...(app !== undefined && { app }) }
  const entries = usePages('GET /usher/audit', { query: question }, ({ entries: all }) => all)
  const { data } = useAsk('GET /usher/audit/activities')
  return (
    <Section
      title="Who did what"
      about="With what was before. What was refused changed nothing, and is not in it."
      isFlush
    >
      <FilterBar>
        <PeriodFields period={periodOf(query, '7d')} onChange={change} />
        {choices.map(({ name, label, of: list }) => (
          <Choose
            key={name}
            label={label}
            all="All"
            value={of(name)}
            options={(data?.[list] ?? []).map((one) => ({ value: one, text: one }))}
            onChoose={(value) => change({ [name]: value })}
          />
        ))}
        <Typed label="Initiated by" placeholder="User name" value={of('actor')} onType={(actor) => change({ actor })} />
      </FilterBar>
      <Tools>
        <SearchField
          label="Search who, what, old and new values"
          value={of('search')}
          onSearch={(search) => change({ search })}
        />
        <DownloadMenu root="/usher/audit/download" files={files} question={question} />
      </Tools>
      <DataTable
        asked={entries}
        label="Entries of the audit log"
        columns={columns}
        rows={entries.rows}
        keyOf={placeOf}
        minWidth="760px"
        leastWidth="580px"
        chosen={query.get('entry')}
        isStale={entries.isPlaceholderData}
        onOpen={(entry) => change({ entry: placeOf(entry) }, true)}
        empty={
          <Empty
            icon={<HistoryRegular />}
            title="Nobody did anything like that in this period"
            action={<Button onClick={() => change({ since: 'all' })}>Show all times</Button>}
          />
        }
      />
      <LoadMore list={entries} what="entries" />
      {query.has('entry') && <AuditDetail place={of('entry')} onClose={() => change({ entry: undefined })} />}
    </Section>
  )
}

const columns: readonly Column<Entry>[] = [
  { id: 'date', title: 'Date', width: '120px', show: ({ at }) => <When time={at} as="second" /> },
  { id: 'activity', title: 'Activity', show: ({ activity }) => <RowButton>{activity}</RowButton> },
  { id: 'object', title: 'Target', width: '150px', show: ({ object }) => object },
  { id: 'actor', title: 'Initiated by', width: '170px', show: ({ actor }) => actor },
  {
    id: 'changes',
    title: 'Changed',
    width: '160px',
    isRoomy: true,
    show: ({ changes }) => (changes.length === 0 ? '–' : changes.map(({ property }) => property).join(', ')),
  },
]

const files = [
  { name: 'AuditLogs.csv', text: 'CSV' },
  { name: 'AuditLogs.json', text: 'JSON' },
]
