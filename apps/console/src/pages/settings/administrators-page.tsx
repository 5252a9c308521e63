import { useState } from 'react'
import { Button, Select, Text, makeStyles } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Section } from '@usher/parts/section.tsx'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { ChoosePrincipals } from '../../parts/choose-principals.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { plural } from '../../parts/numbers.ts'
import { TextLink } from '@usher/parts/text-link.tsx'
import { type DirectoryObject, pageOf } from '../../parts/directory.ts'
import { InviteAdministrator } from './invite-administrator.tsx'

const useStyles = makeStyles({ tools: { display: 'flex', flexWrap: 'wrap', gap: '8px', padding: '0 20px' } })
type Role = { readonly id: string; readonly displayName: string; readonly description: string | null }
type Assigned = {
  readonly id: string
  readonly principalId: string
  readonly roleDefinitionId: string
  readonly principal?: DirectoryObject | null
}
type ListOf<Row> = { readonly value: readonly Row[] }
const list = 'GET /v1.0/roleManagement/directory/roleAssignments'

/** Who may do what in the directory. */
export function AdministratorsPage() {
  const styles = useStyles()
  const may = useMay()
  const withNames: object = { query: { $expand: 'principal' } }
  const assigned = useAsk(list, withNames)
  const definitions = useAsk('GET /v1.0/roleManagement/directory/roleDefinitions')
  const roles = (definitions.data as ListOf<Role> | undefined)?.value ?? []
  const [role, choose] = useState('')
  const [isAdding, add] = useState(false)
  const [leaving, leave] = useState<Assigned | null>(null)
  const mayChange = may('microsoft.directory/roleManagement/allProperties/update')
  const named = (id: string): Role | undefined => roles.find((one) => one.id === id)
  const act: Column<Assigned> = {
    id: 'act',
    title: 'Act',
    width: '120px',
    show: (one) => (
      <Button size="small" aria-label={`Remove ${one.principal?.displayName ?? one.principalId} from ${named(one.roleDefinitionId)?.displayName ?? ''}`} onClick={() => leave(one)}>
        Remove
      </Button>
    ),
  } // prettier-ignore
  const columns: readonly Column<Assigned>[] = [
    {
      id: 'who',
      title: 'Who',
      show: ({ principal, principalId }) => {
        const name = principal?.displayName ?? principalId
        const page = principal ? pageOf(principal) : null
        return page === null ? name : <TextLink to={page}>{name}</TextLink>
      },
    },
    { id: 'role', title: 'Role', show: ({ roleDefinitionId }) => named(roleDefinitionId)?.displayName ?? roleDefinitionId }, // prettier-ignore
    { id: 'says', title: 'What it is for', isRoomy: true, wraps: true, show: ({ roleDefinitionId }) => named(roleDefinitionId)?.description ?? '' }, // prettier-ignore
    ...(mayChange ? [act] : []),
  ]
  const shown = (assigned.data as ListOf<Assigned> | undefined)?.value.filter(
    ({ roleDefinitionId }) => role === '' || roleDefinitionId === role,
  )
  return (
    <>
      <Section title="Administrators and roles" about="People and groups, and the roles that they have." isFlush>
        <div className={styles.tools}>
          <Select aria-label="Role" value={role} onChange={(_, { value }) => choose(value)}>
            <option value="">Every role</option>
            {roles.map(({ id, displayName }) => (
              <option key={id} value={id}>
                {displayName}
              </option>
            ))}
          </Select>
          {mayChange && (
            <Button appearance="primary" icon={<AddRegular />} disabled={role === ''} onClick={() => add(true)}>
              {role === '' ? 'Choose a role to assign it' : `Assign ${named(role)?.displayName ?? ''}`}
            </Button>
          )}
        </div>
        <DataTable
          asked={{ error: assigned.error ?? definitions.error, refetch: assigned.refetch }}
          label="Administrators"
          columns={columns}
          rows={shown}
          keyOf={({ id }) => id}
          minWidth="620px"
          leastWidth="460px"
          empty={<Empty title="Nobody has this role" />}
        />
      </Section>
      {mayChange && may('microsoft.directory/users/authenticationMethods/update') && <InviteAdministrator />}
      {isAdding && (
        <ChoosePrincipals
          title={`Assign ${named(role)?.displayName ?? ''}`}
          run={async (chosen) => {
            for (const { id: principalId } of chosen)
              await ask('POST /v1.0/roleManagement/directory/roleAssignments', {
                body: { principalId, roleDefinitionId: role, directoryScopeId: '/' },
              })
          }}
          done={(count) => `${plural(count, 'assignment')} added.`}
          refresh={[list]}
          onClose={() => add(false)}
        />
      )}
      {leaving !== null && (
        <Confirm
          title={`Take ${named(leaving.roleDefinitionId)?.displayName ?? 'the role'} away?`}
          verb="Remove"
          isDangerous
          run={() => ask('DELETE /v1.0/roleManagement/directory/roleAssignments/{id}', { path: { id: leaving.id } })}
          done="The role was taken away."
          refresh={[list]}
          onClose={() => leave(null)}
        >
          <Text>
            {leaving.principal?.displayName ?? leaving.principalId} can do only what other roles let them do, from the
            next request on. The last Global Administrator who can sign in stays one.
          </Text>
        </Confirm>
      )}
    </>
  )
}
