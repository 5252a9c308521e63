import { useState } from 'react'
import { PeopleCommunityRegular } from '@fluentui/react-icons/svg/people-community'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { NotFound } from '@usher/parts/not-found.tsx'
import { isGone } from '@usher/parts/refused.ts'
import type { Member } from '../api/types.ts'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Page } from '@usher/parts/page.tsx'
import { Pager } from '@usher/parts/pager.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { When } from '@usher/parts/when.tsx'
import { groupQuery, pageSize } from './queries.ts'

const columns: readonly Column<Member>[] = [
  { id: 'display', title: 'Name', show: (member) => <TextLink to={addressOf(member)}>{nameOf(member)}</TextLink> },
  { id: 'type', title: 'Type', width: '120px', show: ({ type }) => type ?? 'User' },
  { id: 'value', title: 'ID', width: '45%', show: ({ value }) => <span title={value}>{value}</span> },
]

function addressOf({ type, value }: Member): string {
  return `/${type === 'Group' ? 'groups' : 'users'}/${value}`
}

function nameOf({ display, value }: Member): string {
  return display === null || display === '' ? value : display
}

/** One group and its members, a page of them at a time: there may be 100,000. */
export function GroupPage() {
  const { id = '' } = useParams()
  const [page, setPage] = useState(1)
  const { data: group, error, refetch, isPlaceholderData } = useQuery(groupQuery(id, page))
  if (isGone(error)) return <NotFound title="No such group" to="/groups" text="Groups" />
  return (
    <Page
      title={group?.displayName ?? 'Group'}
      crumbs={[{ text: 'Groups', to: '/groups' }]}
      about={
        group !== undefined && (
          <>
            External ID {group.externalId ?? '–'}, last modified <When time={group.lastModified} />
          </>
        )
      }
    >
      <Section title="Members" isFlush>
        <DataTable
          asked={{ error, refetch }}
          label="Members"
          columns={columns}
          rows={group?.members}
          keyOf={({ value }) => value}
          minWidth="560px"
          isStale={isPlaceholderData}
          empty={<Empty icon={<PeopleCommunityRegular />} title="This group has no members" />}
        />
        {group !== undefined && group.totalMembers > 0 && (
          <Pager page={page} size={pageSize} total={group.totalMembers} what="members" onPage={setPage} />
        )}
      </Section>
    </Page>
  )
}
