import { useState } from 'react'
import { Button, Text } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { Failed } from '@usher/parts/failed.tsx'
import { NotFound } from '@usher/parts/not-found.tsx'
import { isGone } from '@usher/parts/refused.ts'
import { useNavigate, useParams } from 'react-router'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { Framed } from '../../parts/framed.tsx'
import { plural } from '../../parts/numbers.ts'

/** One group: its name, and the pages about it. */
export function GroupFrame() {
  const may = useMay()
  const navigate = useNavigate()
  const { group = '' } = useParams()
  const [isAsked, put] = useState(false)
  const known = useAsk('GET /v1.0/groups/{id}', { path: { id: group } })
  if (isGone(known.error)) return <NotFound title="No such group" to="/groups" text="Groups" />
  const name = known.data?.displayName ?? ''
  return (
    <Framed
      name={name}
      root={`/groups/${group}`}
      crumbs={[{ text: 'Groups', to: '/groups' }]}
      actions={
        may('microsoft.directory/groups/delete') && (
          <Button icon={<DeleteRegular />} onClick={() => put(true)}>
            Delete group
          </Button>
        )
      }
    >
      <Failed error={known.error} again={known.refetch} />
      {isAsked && (
        <Confirm
          title={`Delete ${name}?`}
          verb="Delete"
          isDangerous
          run={() => ask('DELETE /v1.0/groups/{id}', { path: { id: group } })}
          done={`${name} was deleted.`}
          refresh={['GET /v1.0/groups', 'GET /v1.0/directory/deletedItems/microsoft.graph.group']}
          onDone={() => void navigate('/groups')}
          onClose={() => put(false)}
        >
          <Loss group={group} />
        </Confirm>
      )}
    </Framed>
  )
}

/** In numbers: who is in it, and what they have by it. */
function Loss({ group }: { readonly group: string }) {
  const people = useAsk('GET /v1.0/groups/{id}/members/microsoft.graph.user/$count', { path: { id: group } })
  const given = useAsk('GET /v1.0/groups/{id}/appRoleAssignments', { path: { id: group } })
  const rows = (given.data as { readonly value?: readonly { readonly resourceDisplayName: string }[] } | undefined)
    ?.value
  return (
    <Text>
      {typeof people.data === 'number'
        ? `${plural(people.data, 'person', 'people')} ${people.data === 1 ? 'is' : 'are'} in it. `
        : ''}
      {rows !== undefined &&
        (rows.length === 0
          ? 'No application is assigned to it. '
          : `It gives ${plural(rows.length, 'application')} (${rows.map(({ resourceDisplayName }) => resourceDisplayName).join(', ')}): whoever has them by nothing else loses their account. `)}
      Where groups are provisioned, the group is deleted too. It can be restored for 30 days.
    </Text>
  )
}
