import { useState } from 'react'
import { Button, Card, Switch, Text, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowClockwiseRegular } from '@fluentui/react-icons/svg/arrow-clockwise'
import { PulseRegular } from '@fluentui/react-icons/svg/pulse'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { Entry } from '../api/types.ts'
import { DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Page } from '@usher/parts/page.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { columnsOf } from './columns.tsx'
import { EntryPanel } from './entry-panel.tsx'
import { Filters } from './filters.tsx'
import { type ActivityAsk, activityQuery } from './queries.ts'

const useStyles = makeStyles({
  card: { padding: 0, gap: 0, overflow: 'hidden', border: `1px solid ${tokens.colorNeutralStroke2}` },
  foot: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    padding: '8px 20px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  count: { flex: '1 1 auto', color: tokens.colorNeutralForeground3 },
})

/** Every SCIM request of the last days: what a developer needs when an identity provider misbehaves. */
export function ActivityPage() {
  const styles = useStyles()
  const navigate = useNavigate()
  const [query, change] = useAddress()
  const [isLive, setLive] = useState(false)
  const [open, setOpen] = useState<Entry | null>(null)
  const ask = asked(query)
  const isNewest = ask.before === ''
  const found = useQuery({ ...activityQuery(ask), refetchInterval: isLive && isNewest ? 2000 : false })
  const entries = found.data?.activity
  const next = found.data?.next ?? undefined

  return (
    <Page
      title="Activity"
      about="Every SCIM request of the last days, with what it was answered. Passwords and tokens are left out."
      actions={
        <>
          <Switch label="Refresh every 2 s" checked={isLive} onChange={(_, { checked }) => setLive(checked)} />
          <Button icon={<ArrowClockwiseRegular />} onClick={() => void found.refetch()}>
            Refresh
          </Button>
        </>
      }
    >
      <Card className={styles.card}>
        <Filters ask={ask} onChange={(filter) => change({ ...filter, before: undefined })} />
        <DataTable
          asked={found}
          label="Activity"
          columns={columnsOf(setOpen)}
          rows={entries}
          keyOf={({ id }) => id}
          minWidth="820px"
          leastWidth="660px"
          isStale={found.isPlaceholderData}
          chosen={open?.id ?? null}
          onOpen={setOpen}
          empty={<Nothing ask={ask} onClear={() => void navigate('/activity')} />}
        />
        {entries !== undefined && (entries.length > 0 || !isNewest) && (
          <div className={styles.foot}>
            <Text className={styles.count} role="status">
              {entries.length === 1 ? '1 request' : `${entries.length} requests`}, newest first
            </Text>
            <Button disabledFocusable={isNewest} onClick={() => change({ before: undefined }, true)}>
              Newest
            </Button>
            <Button disabledFocusable={next === undefined} onClick={() => change({ before: next }, true)}>
              Older
            </Button>
          </div>
        )}
      </Card>
      {open !== null && (
        <EntryPanel entry={open} entries={entries ?? []} onOpen={setOpen} onClose={() => setOpen(null)} />
      )}
    </Page>
  )
}

function asked(query: URLSearchParams): ActivityAsk {
  const given = (name: string): string => query.get(name) ?? ''
  return {
    method: given('method'),
    status: given('status'),
    by: given('by'),
    search: given('search'),
    before: given('before'),
  }
}

function Nothing({ ask, onClear }: { readonly ask: ActivityAsk; readonly onClear: () => void }) {
  const isFiltered = Object.values(ask).some((value) => value !== '')
  if (!isFiltered)
    return (
      <Empty icon={<PulseRegular />} title="No requests yet">
        As soon as an identity provider sends its first request, it stands here.
      </Empty>
    )
  return (
    <Empty
      icon={<PulseRegular />}
      title="No request fits the filters"
      action={<Button onClick={onClear}>Clear the filters</Button>}
    />
  )
}
