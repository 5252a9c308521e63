import { useState } from 'react'
import { Field, ProgressBar, Select, Text } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'
import { useAsk } from '../../api/use-ask.ts'
import { defaultAccess, problemWith } from '../../parts/assigned.ts'
import { plural } from '../../parts/numbers.ts'
import { useJob } from '../../parts/use-job.ts'
import type { Account } from './accounts.ts'

type Props = { readonly accounts: readonly Account[]; readonly onDone: () => void; readonly onClose: () => void }

/** Gives the application to those whose accounts these are, all with one role. */
export function AssignDialog({ accounts, onDone, onClose }: Props) {
  const { app } = useJob()
  const application = useAsk('GET /usher/apps/{app}', { path: { app } })
  const [chosen, setRole] = useState<string | null>(null)
  const [done, setDone] = useState(0)
  const roles = application.data?.appRoles ?? []
  const role = chosen ?? roles[0]?.id ?? defaultAccess
  const problem = application.data === undefined ? null : problemWith(application.data, role)
  const people = [...new Set(accounts.flatMap(({ of }) => of.map(({ id }) => id)))]
  const assign = useAction({
    run: async () => {
      setDone(0)
      for (const principalId of people) {
        await ask('POST /v1.0/servicePrincipals/{id}/appRoleAssignedTo', {
          path: { id: app },
          body: { principalId, resourceId: app, appRoleId: role },
        })
        setDone((before) => before + 1)
      }
    },
    done: `${plural(people.length, 'person', 'people')} assigned. Discover again to see them as assigned.`,
    refresh: ['GET /usher/apps/{app}/accounts', 'GET /v1.0/servicePrincipals/{id}/appRoleAssignedTo'],
    onDone: () => {
      onDone()
      onClose()
    },
  })
  return (
    <Ask
      title={`Assign ${plural(people.length, 'person', 'people')}?`}
      verb="Assign"
      isReady={application.data !== undefined && problem === null}
      isPending={assign.isPending}
      error={assign.error ?? application.error}
      onYes={() => assign.mutate()}
      onClose={onClose}
    >
      <Text>
        Their {plural(accounts.length, 'account')} will be managed: with the next cycle each becomes what the mapping
        says. No account is made.
      </Text>
      <Field label="Select a role" {...(problem !== null && { validationMessage: problem })}>
        <Select value={role} onChange={(_, { value }) => setRole(value)}>
          {roles.map(({ id, displayName }) => (
            <option key={id} value={id}>
              {displayName}
            </option>
          ))}
          <option value={defaultAccess}>Default Access</option>
        </Select>
      </Field>
      {assign.isPending && <ProgressBar max={people.length} value={done} aria-label="Assigned" />}
    </Ask>
  )
}
