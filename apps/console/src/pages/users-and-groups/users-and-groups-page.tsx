import { useState } from 'react'
import { Button, Checkbox, makeStyles } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { PeopleAddRegular } from '@fluentui/react-icons/svg/people-add'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { LoadMore } from '@usher/parts/load-more.tsx'
import { SearchField } from '@usher/parts/search-field.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { When } from '@usher/parts/when.tsx'
import { useParams } from 'react-router'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { useList } from '../../api/use-list.ts'
import { AssignPanel } from './assign-panel.tsx'
import { GroupsNote } from './groups-note.tsx'
import { type Assigned, type Role, roleNamed } from '../../parts/assigned.ts'
import { RemoveDialog } from './remove-dialog.tsx'

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: '12px', padding: '0 20px', alignItems: 'center' },
  note: { padding: '0 20px' },
})

/** Who is assigned to an application, and by that gets an account in it (UI-11). */
export function UsersAndGroupsPage() {
  const styles = useStyles()
  const may = useMay()
  const { app = '' } = useParams()
  const [query, change] = useAddress()
  const search = query.get('search') ?? ''
  const [chosen, choose] = useState<readonly Assigned[]>([])
  const [asked, put] = useState<'add' | 'remove' | null>(null)
  const application = useAsk('GET /usher/apps/{app}', { path: { app } })
  const assigned = useList('GET /v1.0/servicePrincipals/{id}/appRoleAssignedTo', {
    path: { id: app },
    query: search === '' ? {} : { $filter: `startswith(principalDisplayName,'${search.replaceAll("'", "''")}')` },
  })
  const mayAssign = may('microsoft.directory/servicePrincipals/appRoleAssignedTo/update')
  const roles = application.data?.appRoles ?? []
  const turn = (row: Assigned): void =>
    choose((before) =>
      before.some(({ id }) => id === row.id) ? before.filter(({ id }) => id !== row.id) : [...before, row],
    )
  const add = (
    <Button appearance="primary" icon={<AddRegular />} onClick={() => put('add')}>
      Add user/group
    </Button>
  )
  return (
    <Section title="Assigned" about="People, and members of groups, who are in scope get an account." isFlush>
      <div className={styles.tools}>
        {mayAssign && add}
        {mayAssign && (
          <Button icon={<DismissRegular />} disabled={chosen.length === 0} onClick={() => put('remove')}>
            {chosen.length === 0 ? 'Remove' : `Remove ${chosen.length}`}
          </Button>
        )}
        <SearchField label="Search by display name" value={search} onSearch={(text) => change({ search: text })} />
      </div>
      {assigned.rows?.some(({ principalType }) => principalType === 'Group') === true && (
        <div className={styles.note}>
          <GroupsNote app={app} name={application.data?.displayName ?? 'The application'} />
        </div>
      )}
      <DataTable
        asked={assigned}
        label="Users and groups"
        columns={columnsOf(roles, mayAssign ? { chosen, turn } : null)}
        rows={assigned.rows}
        keyOf={({ id }) => id}
        minWidth="640px"
        leastWidth="460px"
        empty={
          search === '' ? (
            <Empty icon={<PeopleAddRegular />} title="Nobody is assigned" action={mayAssign && add}>
              Nobody gets an account before they, or a group that they are in, are assigned.
            </Empty>
          ) : (
            <Empty title="Nobody of that name is assigned">Names are compared from their beginning.</Empty>
          )
        }
      />
      <LoadMore list={assigned} what="assignments" />
      {asked === 'add' && application.data !== undefined && (
        <AssignPanel application={application.data} onClose={() => put(null)} />
      )}
      {asked === 'remove' && (
        <RemoveDialog app={app} chosen={chosen} onDone={() => choose([])} onClose={() => put(null)} />
      )}
    </Section>
  )
}

type Choosing = { readonly chosen: readonly Assigned[]; readonly turn: (row: Assigned) => void }

function columnsOf(roles: readonly Role[], choosing: Choosing | null): readonly Column<Assigned>[] {
  const box: Column<Assigned> = {
    id: 'choose',
    title: '',
    width: '76px',
    show: (row) => (
      <Checkbox
        aria-label={`Select ${row.principalDisplayName ?? row.principalId}`}
        checked={choosing?.chosen.some(({ id }) => id === row.id) ?? false}
        onChange={() => choosing?.turn(row)}
      />
    ),
  }
  return [
    ...(choosing === null ? [] : [box]),
    { id: 'name', title: 'Display name', show: ({ principalDisplayName }) => principalDisplayName ?? 'Without a name' },
    { id: 'type', title: 'Object type', width: '120px', show: ({ principalType }) => principalType },
    { id: 'role', title: 'Role assigned', width: '160px', show: ({ appRoleId }) => roleNamed(roles, appRoleId) },
    {
      id: 'since',
      title: 'Since',
      width: '190px',
      isRoomy: true,
      show: ({ createdDateTime }) => <When time={createdDateTime} />,
    },
  ]
}
