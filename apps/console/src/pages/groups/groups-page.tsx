import { useState } from 'react'
import { Button, Field, Input, Select, makeStyles } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { PeopleTeamRegular } from '@fluentui/react-icons/svg/people-team'
import { Ask } from '@usher/parts/ask.tsx'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { LoadMore } from '@usher/parts/load-more.tsx'
import { Page } from '@usher/parts/page.tsx'
import { SearchField } from '@usher/parts/search-field.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { When } from '@usher/parts/when.tsx'
import { useNavigate } from 'react-router'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useList } from '../../api/use-list.ts'
import { type Group, filterOf } from '../../parts/directory.ts'
import { DeletedActs } from './deleted-acts.tsx'

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: '12px', padding: '0 20px', alignItems: 'center' },
})
const columns: readonly Column<Group>[] = [
  { id: 'name', title: 'Name', show: ({ id, displayName }) => <TextLink to={`/groups/${id}`}>{displayName}</TextLink> },
  { id: 'description', title: 'Description', isRoomy: true, show: ({ description }) => description ?? '' },
  { id: 'type', title: 'Assignable', width: '140px', show: ({ securityEnabled }) => (securityEnabled ? 'Yes' : 'No: no security group') }, // prettier-ignore
]

/** Every group of the directory, and those that were deleted. */
export function GroupsPage() {
  const styles = useStyles()
  const may = useMay()
  const [query, change] = useAddress()
  const [isMaking, make] = useState(false)
  const [search, state] = [query.get('search') ?? '', query.get('state') ?? '']
  const create = may('microsoft.directory/groups/create') && (
    <Button appearance="primary" icon={<AddRegular />} onClick={() => make(true)}>
      New group
    </Button>
  )
  return (
    <Page title="Groups" about="Who is in a group has what is given to it." actions={create}>
      <Section title={state === 'deleted' ? 'Deleted groups' : 'All groups'} isFlush>
        <div className={styles.tools}>
          <SearchField label="Search by name" value={search} onSearch={(text) => change({ search: text })} />
          <Field>
            <Select aria-label="State" value={state} onChange={(_, { value }) => change({ state: value })}>
              <option value="">Groups that there are</option>
              <option value="deleted">Deleted</option>
            </Select>
          </Field>
        </div>
        {state === 'deleted' ? <Deleted search={search} /> : <Groups search={search} />}
      </Section>
      {isMaking && <Create onClose={() => make(false)} />}
    </Page>
  )
}

function Groups({ search }: { readonly search: string }) {
  const filter = filterOf(search)
  const groups = useList('GET /v1.0/groups', {
    query: filter === '' ? { $orderby: 'displayName' } : { $filter: filter },
  })
  return (
    <>
      <DataTable
        asked={groups}
        label="Groups"
        columns={columns}
        rows={groups.rows}
        keyOf={({ id }) => id}
        minWidth="600px"
        leastWidth="420px"
        isStale={groups.isPlaceholderData}
        empty={
          <Empty icon={<PeopleTeamRegular />} title={search === '' ? 'There is no group yet' : 'No group fits'}>
            {search === ''
              ? 'Give an application to a group, and whoever comes to it gets an account.'
              : 'Names are compared from their beginning.'}
          </Empty>
        }
      />
      <LoadMore list={groups} what="groups" />
    </>
  )
}

function Deleted({ search }: { readonly search: string }) {
  const groups = useList('GET /v1.0/directory/deletedItems/microsoft.graph.group')
  const rows = (groups.rows as readonly Group[] | undefined)?.filter(({ displayName }) =>
    displayName.toLowerCase().includes(search.toLowerCase()),
  )
  const deleted: readonly Column<Group>[] = [
    { id: 'name', title: 'Name', show: ({ displayName }) => displayName },
    { id: 'at', title: 'Deleted', width: '190px', show: ({ deletedDateTime }) => <When time={deletedDateTime} /> },
    { id: 'act', title: 'Act', width: '250px', show: (group) => <DeletedActs group={group} /> },
  ]
  return (
    <>
      <DataTable
        asked={groups}
        label="Deleted groups"
        columns={deleted}
        rows={rows}
        keyOf={({ id }) => id}
        minWidth="640px"
        empty={
          <Empty title="No group was deleted">A deleted group can be restored for 30 days, with its members.</Empty>
        }
      />
      <LoadMore list={groups} what="deleted groups" />
    </>
  )
}

function Create({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [description, describe] = useState('')
  const make = useAction({
    run: () =>
      ask('POST /v1.0/groups', {
        body: {
          displayName: name.trim(),
          description: description.trim() === '' ? null : description.trim(),
          mailEnabled: false,
          mailNickname: name.replaceAll(/[^\w-]/g, '') || 'group',
          securityEnabled: true,
        },
      }),
    done: ({ displayName }) => `${displayName} is there.`,
    refresh: ['GET /v1.0/groups'],
    onDone: ({ id }) => void navigate(`/groups/${id}/members`),
  })
  return (
    <Ask
      title="New group"
      verb="Create"
      isReady={name.trim() !== ''}
      isPending={make.isPending}
      error={make.error}
      onYes={() => make.mutate()}
      onClose={onClose}
    >
      <Field label="Name" required>
        <Input value={name} autoFocus onChange={(_, { value }) => setName(value)} />
      </Field>
      <Field label="Description">
        <Input value={description} onChange={(_, { value }) => describe(value)} />
      </Field>
    </Ask>
  )
}
