import { Card, makeStyles, tokens } from '@fluentui/react-components'
import { PeopleCommunityRegular } from '@fluentui/react-icons/svg/people-community'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { ListedGroup } from '../api/types.ts'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Page } from '@usher/parts/page.tsx'
import { Pager } from '@usher/parts/pager.tsx'
import { SearchField } from '@usher/parts/search-field.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { When } from '@usher/parts/when.tsx'
import { groupsQuery, pageSize } from './queries.ts'

const useStyles = makeStyles({
  card: { padding: 0, gap: 0, overflow: 'hidden', border: `1px solid ${tokens.colorNeutralStroke2}` },
  filters: { display: 'flex', padding: '12px 20px' },
})

const columns: readonly Column<ListedGroup>[] = [
  { id: 'name', title: 'Name', show: ({ id, displayName }) => <TextLink to={`/groups/${id}`}>{displayName}</TextLink> },
  { id: 'externalId', title: 'External ID', width: '28%', show: ({ externalId }) => externalId ?? '–' },
  { id: 'members', title: 'Members', width: '110px', show: ({ members }) => members.toLocaleString('en') },
  { id: 'modified', title: 'Last modified', width: '190px', show: ({ lastModified }) => <When time={lastModified} /> },
]

/** The groups that identity providers keep here. They are changed by SCIM only. */
export function GroupsPage() {
  const styles = useStyles()
  const navigate = useNavigate()
  const [query, change] = useAddress()
  const search = query.get('search') ?? ''
  const page = Math.max(1, Math.trunc(Number(query.get('page'))) || 1)
  const { data, error, refetch, isPlaceholderData } = useQuery(groupsQuery(search, page))
  return (
    <Page title="Groups" about="Groups come from your identity provider by SCIM, and are changed there.">
      <Card className={styles.card}>
        <div className={styles.filters}>
          <SearchField
            label="Search by name or external ID"
            value={search}
            onSearch={(text) => change({ search: text, page: undefined })}
          />
        </div>
        <DataTable
          asked={{ error, refetch }}
          label="Groups"
          columns={columns}
          rows={data?.groups}
          keyOf={({ id }) => id}
          minWidth="640px"
          isStale={isPlaceholderData}
          onOpen={({ id }) => void navigate(`/groups/${id}`)}
          empty={
            <Empty
              icon={<PeopleCommunityRegular />}
              title={search === '' ? 'There are no groups yet' : `No group matches “${search}”`}
            />
          }
        />
        {data !== undefined && data.totalResults > 0 && (
          <Pager
            page={page}
            size={pageSize}
            total={data.totalResults}
            what="groups"
            onPage={(next) => change({ page: next === 1 ? undefined : next }, true)}
          />
        )}
      </Card>
    </Page>
  )
}
