import { useState } from 'react'
import { Field, Select, makeStyles, Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { PeopleRegular } from '@fluentui/react-icons/svg/people'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { LoadMore } from '@usher/parts/load-more.tsx'
import { Page } from '@usher/parts/page.tsx'
import { SearchField } from '@usher/parts/search-field.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { When } from '@usher/parts/when.tsx'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { useList } from '../../api/use-list.ts'
import { type Person, type State, filterOf, namesOfPeople } from '../../parts/directory.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { plural } from '../../parts/numbers.ts'
import { Enabled } from './enabled.tsx'
import { CreateUser } from './create-user.tsx'

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: '12px', padding: '0 20px', alignItems: 'center' },
})
const select = 'id,displayName,userPrincipalName,accountEnabled,department,jobTitle'

/** Everybody in the directory, however many; and those who were deleted. */
export function UsersPage() {
  const styles = useStyles()
  const may = useMay()
  const [query, change] = useAddress()
  const [isMaking, make] = useState(false)
  const [search, state] = [query.get('search') ?? '', query.get('state') ?? '']
  const count = useAsk('GET /v1.0/users/$count')
  return (
    <Page
      title="Users"
      about={
        typeof count.data === 'number'
          ? `${plural(count.data, 'person', 'people')} in the directory.`
          : 'People in the directory.'
      }
      actions={
        <>
          {may('usher/imports/create') && <LinkButton to="/users/import">Import people</LinkButton>}
          {may('microsoft.directory/users/create') && (
            <Button appearance="primary" icon={<AddRegular />} onClick={() => make(true)}>
              New user
            </Button>
          )}
        </>
      }
    >
      <Section title={state === 'deleted' ? 'Deleted users' : 'All users'} isFlush>
        <div className={styles.tools}>
          <SearchField
            label="Search by name, account name or mail"
            value={search}
            onSearch={(text) => change({ search: text })}
          />
          <Field>
            <Select aria-label="State" value={state} onChange={(_, { value }) => change({ state: value })}>
              <option value="">State: all</option>
              <option value="enabled">Enabled</option>
              <option value="disabled">Disabled</option>
              <option value="deleted">Deleted</option>
            </Select>
          </Field>
        </div>
        {state === 'deleted' ? <Deleted search={search} /> : <People search={search} state={state as State} />}
      </Section>
      {isMaking && <CreateUser onClose={() => make(false)} />}
    </Page>
  )
}

const columns: readonly Column<Person>[] = [
  {
    id: 'name',
    title: 'Display name',
    show: ({ id, displayName, userPrincipalName }) => (
      <TextLink to={`/users/${id}`}>{displayName ?? userPrincipalName}</TextLink>
    ),
  },
  { id: 'upn', title: 'User principal name', show: ({ userPrincipalName }) => userPrincipalName },
  { id: 'department', title: 'Department', width: '160px', isRoomy: true, show: ({ department }) => department ?? '' },
  {
    id: 'state',
    title: 'State',
    width: '120px',
    show: ({ accountEnabled }) => <Enabled isEnabled={accountEnabled ?? true} />,
  },
]

function People({ search, state }: { readonly search: string; readonly state: State }) {
  const filter = filterOf(search, state, namesOfPeople)
  // By name where an index has that order; what is searched for comes as it is found, also among a million.
  const isOrdered = search.trim() === '' && state !== 'disabled'
  const people = useList('GET /v1.0/users', {
    query: {
      $select: select,
      ...(filter !== '' && { $filter: filter }),
      ...(isOrdered && { $orderby: 'displayName' }),
    },
  })
  return (
    <>
      <DataTable
        asked={people}
        label="Users"
        columns={columns}
        rows={people.rows}
        keyOf={({ id }) => id}
        minWidth="720px"
        leastWidth="480px"
        isStale={people.isPlaceholderData}
        empty={
          <Empty icon={<PeopleRegular />} title={filter === '' ? 'Nobody is in the directory yet' : 'Nobody fits'}>
            {filter === ''
              ? 'Make somebody, send them by SCIM or the Graph, or import a file with usher import.'
              : 'Names are compared from their beginning.'}
          </Empty>
        }
      />
      <LoadMore list={people} what="users" />
    </>
  )
}

const whenDeleted: readonly Column<Person>[] = [
  ...columns.slice(0, 2),
  {
    id: 'deleted',
    title: 'Deleted',
    width: '190px',
    show: ({ deletedDateTime = null }) => <When time={deletedDateTime} />,
  },
]

/** They can be restored for 30 days. */
function Deleted({ search }: { readonly search: string }) {
  const people = useList('GET /v1.0/directory/deletedItems/microsoft.graph.user')
  const words = search.toLowerCase()
  const rows = (people.rows as readonly Person[] | undefined)?.filter(({ displayName, userPrincipalName }) =>
    `${displayName ?? ''} ${userPrincipalName}`.toLowerCase().includes(words),
  )
  return (
    <>
      <DataTable
        asked={people}
        label="Deleted users"
        columns={whenDeleted}
        rows={rows}
        keyOf={({ id }) => id}
        minWidth="640px"
        leastWidth="480px"
        empty={<Empty title="Nobody was deleted">Whoever is deleted can be restored for 30 days.</Empty>}
      />
      <LoadMore list={people} what="deleted users" />
    </>
  )
}
