import { useState } from 'react'
import { Button, Select, Text, makeStyles } from '@fluentui/react-components'
import { Failed } from '@usher/parts/failed.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk, useAskIf } from '../../api/use-ask.ts'
import { Facts } from '../../parts/facts.tsx'

const useStyles = makeStyles({ row: { display: 'flex', flexWrap: 'wrap', gap: '8px' } })
const list = 'GET /v1.0/servicePrincipals/{id}/appRoleAssignments'
/** Of Microsoft Graph: what permissions are permissions of. */
const graph = '00000003-0000-0000-c000-000000000000'

type Role = { readonly id: string; readonly value?: string | null; readonly displayName?: string | null }
type Principal = { readonly id: string; readonly appRoles: readonly Role[] }
type Assigned = { readonly id: string; readonly appRoleId: string; readonly resourceId: string }

/** What a program may do without anybody signed in: permissions of the Graph, granted here. */
export function Permissions({ appId }: { readonly appId: string }) {
  const styles = useStyles()
  const may = useMay()
  const own = usePrincipal(appId)
  const resource = usePrincipal(graph)
  const known = useAskIf(own !== undefined, list, { path: { id: own?.id ?? '' } })
  const [role, choose] = useState('')
  const granted = (known.data as { readonly value?: readonly Assigned[] } | undefined)?.value ?? []
  const roles = resource?.appRoles ?? []
  const named = (id: string): string => roles.find((one) => one.id === id)?.value ?? id
  const grant = useAction({
    run: () =>
      ask('POST /v1.0/servicePrincipals/{id}/appRoleAssignments', {
        path: { id: own?.id ?? '' },
        body: { principalId: own?.id ?? '', resourceId: resource?.id ?? '', appRoleId: role },
      }),
    done: `${named(role)} is granted.`,
    refresh: [list],
  })
  const revoke = useAction<string>({
    run: (assignment) =>
      ask('DELETE /v1.0/servicePrincipals/{id}/appRoleAssignments/{assignment}', {
        path: { id: own?.id ?? '', assignment },
      }),
    done: 'The permission was taken away.',
    refresh: [list],
    failures: 'toast',
  })
  const mayGrant = may('microsoft.directory/servicePrincipals/appRoleAssignments/update')
  const open = roles.filter(({ id }) => granted.every(({ appRoleId }) => appRoleId !== id))
  return (
    <Section
      title="API permissions"
      about="Granted to the program itself. People who sign in with it may do what their own roles let them."
    >
      {granted.length === 0 ? (
        <Text>No permission is granted yet.</Text>
      ) : (
        <Facts
          facts={granted.map(({ id, appRoleId }) => [
            named(appRoleId),
            <span key={id}>
              {roles.find((one) => one.id === appRoleId)?.displayName}{' '}
              {mayGrant && (
                <Button size="small" aria-label={`Remove ${named(appRoleId)}`} onClick={() => revoke.mutate(id)}>
                  Remove
                </Button>
              )}
            </span>,
          ])}
        />
      )}
      {mayGrant && (
        <div className={styles.row}>
          <Select aria-label="Permission" value={role} onChange={(_, { value }) => choose(value)}>
            <option value="">Choose a permission</option>
            {open.map(({ id, value }) => (
              <option key={id} value={id}>
                {value}
              </option>
            ))}
          </Select>
          <Button
            disabledFocusable={role === '' || own === undefined || grant.isPending}
            onClick={() => grant.mutate()}
          >
            Grant
          </Button>
        </div>
      )}
      <Failed error={grant.error} />
    </Section>
  )
}

function usePrincipal(appId: string): Principal | undefined {
  const found = useAsk('GET /v1.0/servicePrincipals', { query: { $filter: `appId eq '${appId}'` } })
  return (found.data as { readonly value?: readonly Principal[] } | undefined)?.value?.[0]
}
