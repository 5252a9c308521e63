import { useState } from 'react'
import { Button, Field, Select } from '@fluentui/react-components'
import { ActionButton } from '@usher/parts/action-button.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'
import { plural } from '../../parts/numbers.ts'
import { type Principal, PrincipalPicker } from '../../parts/principal-picker.tsx'
import { GroupsNote } from './groups-note.tsx'
import { type Application, defaultAccess, problemWith } from '../../parts/assigned.ts'
import { SidePanel } from '../../parts/side-panel.tsx'

type Props = { readonly application: Application; readonly onClose: () => void }

/** *Add user/group*: whom, as many as one likes, and with which role. */
export function AssignPanel({ application, onClose }: Props) {
  const { id, displayName, appRoles } = application
  const [chosen, choose] = useState<readonly Principal[]>([])
  const [role, setRole] = useState(appRoles[0]?.id ?? defaultAccess)
  const problem = problemWith(application, role)
  const assign = useAction({
    run: async () => {
      for (const { id: principalId } of chosen)
        await ask('POST /v1.0/servicePrincipals/{id}/appRoleAssignedTo', {
          path: { id },
          body: { principalId, resourceId: id, appRoleId: role },
        })
    },
    done: `${plural(chosen.length, 'assignment')} added to ${displayName}.`,
    refresh: ['GET /v1.0/servicePrincipals/{id}/appRoleAssignedTo'],
    onDone: onClose,
  })
  return (
    <SidePanel
      title="Add assignment"
      size="medium"
      foot={
        <>
          <ActionButton
            appearance="primary"

            isPending={assign.isPending}
            isReady={chosen.length > 0 && problem === null}
            onClick={() => assign.mutate()}
          >
            {chosen.length === 0 ? 'Assign' : `Assign ${chosen.length}`}
          </ActionButton>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
      onClose={onClose}
    >
      <PrincipalPicker chosen={chosen} onChoose={choose} />
      {chosen.some(({ about }) => about === 'Group') && <GroupsNote app={id} name={displayName} />}
      <Field label="Select a role" validationMessage={problem}>
        <Select value={role} onChange={(_, { value }) => setRole(value)}>
          {appRoles.map((one) => (
            <option key={one.id} value={one.id}>
              {one.displayName}
            </option>
          ))}
          <option value={defaultAccess}>Default Access</option>
        </Select>
      </Field>
      <Failed error={assign.error} />
    </SidePanel>
  )
}
