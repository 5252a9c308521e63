import { useEffect } from 'react'
import { Card, makeStyles, tokens } from '@fluentui/react-components'
import { PersonSearchRegular } from '@fluentui/react-icons/svg/person-search'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Page } from '@usher/parts/page.tsx'
import { Pager } from '@usher/parts/pager.tsx'
import { SearchField } from '@usher/parts/search-field.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { columns } from './columns.tsx'
import { type Status, type UsersAsk, pageSize, usersQuery } from './queries.ts'
import { StatusTabs } from './status-tabs.tsx'

const useStyles = makeStyles({
  card: { padding: 0, gap: 0, overflow: 'hidden', border: `1px solid ${tokens.colorNeutralStroke2}` },
  filters: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 16px', padding: '12px 20px' },
})

/** The users of the tenant: searched, filtered, sorted and paged by the service, so that their number is of no weight. */
export function UsersPage() {
  const styles = useStyles()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [query, change] = useAddress()
  const ask = asked(query)
  const found = useQuery(usersQuery(ask))
  const { data, isPlaceholderData } = found
  const total = data?.totalResults ?? 0

  useEffect(() => {
    const isMore = !isPlaceholderData && ask.page * pageSize < total
    if (isMore) client.query(usersQuery({ ...ask, page: ask.page + 1 })).catch(() => undefined)
  })

  return (
    <Page title="Users" about="Everybody with an account in Dynamic Signal, and those whose account is archived.">
      <Card className={styles.card}>
        <div className={styles.filters}>
          <SearchField
            label="Search by name, user name, e-mail or external ID"
            value={ask.search}
            onSearch={(search) => change({ search, page: undefined })}
          />
          <StatusTabs
            status={ask.status}
            counts={data?.counts}
            onStatus={(status) => change({ status: status === 'all' ? undefined : status, page: undefined }, true)}
          />
        </div>
        <DataTable
          asked={found}
          label="Users"
          columns={columns}
          rows={data?.users}
          keyOf={({ id }) => id}
          minWidth="860px"
          leastWidth="640px"
          isStale={isPlaceholderData}
          onOpen={({ id }) => void navigate(`/users/${id}`)}
          sort={{ by: ask.sortBy, order: ask.sortOrder === 'descending' ? 'descending' : 'ascending' }}
          onSort={({ by, order }) => change({ sortBy: by, sortOrder: order, page: undefined })}
          empty={<Nobody ask={ask} />}
        />
        {data !== undefined && total > 0 && (
          <Pager
            page={ask.page}
            size={pageSize}
            total={total}
            what="users"
            onPage={(page) => change({ page: page === 1 ? undefined : page }, true)}
          />
        )}
      </Card>
    </Page>
  )
}

const statuses: readonly Status[] = ['all', 'active', 'inactive', 'archived']

function asked(query: URLSearchParams): UsersAsk {
  return {
    search: query.get('search') ?? '',
    status: statuses.find((status) => status === query.get('status')) ?? 'all',
    page: Math.max(1, Math.trunc(Number(query.get('page'))) || 1),
    sortBy: query.get('sortBy') ?? 'displayName',
    sortOrder: query.get('sortOrder') ?? 'ascending',
  }
}

function Nobody({ ask }: { readonly ask: UsersAsk }) {
  if (ask.search !== '')
    return (
      <Empty icon={<PersonSearchRegular />} title={`Nobody matches “${ask.search}”`}>
        Search for the beginning of a name, a user name, an e-mail address or an external ID
        {ask.status === 'all' ? '' : `, or look beyond ${ask.status} users`}.
      </Empty>
    )
  if (ask.status !== 'all') return <Empty icon={<PersonSearchRegular />} title={`There are no ${ask.status} users`} />
  return (
    <Empty icon={<PersonSearchRegular />} title="There are no users yet">
      Users come from your identity provider by SCIM. Take the SCIM API URL and a token for it from Admin &gt; Advanced
      &gt; API.
    </Empty>
  )
}
