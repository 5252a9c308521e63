import { useState } from 'react'
import {
  Button,
  Drawer,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  Field,
  Select,
  Spinner,
  makeStyles,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { Failed } from '@usher/parts/failed.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useFocusReturn } from '@usher/parts/use-focus-return.ts'
import { ask } from '../../api/ask.ts'
import { plural } from '../../parts/numbers.ts'
import { type Principal, PrincipalPicker } from '../../parts/principal-picker.tsx'
import { GroupsNote } from './groups-note.tsx'
import { type Application, defaultAccess, problemWith } from '../../parts/assigned.ts'

const useStyles = makeStyles({
  body: { display: 'flex', flexDirection: 'column', gap: '16px', paddingBottom: '16px', '> *': { flexShrink: 0 } },
})

type Props = { readonly application: Application; readonly onClose: () => void }

/** *Add user/group*: whom, as many as one likes, and with which role. */
export function AssignPanel({ application, onClose }: Props) {
  const styles = useStyles()
  useFocusReturn()
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
    <Drawer open position="end" size="medium" onOpenChange={(_, { open }) => !open && onClose()}>
      <DrawerHeader>
        <DrawerHeaderTitle
          action={<Button appearance="subtle" aria-label="Close" icon={<DismissRegular />} onClick={onClose} />}
        >
          Add assignment
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>
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
      </DrawerBody>
      <DrawerFooter>
        <Button
          appearance="primary"
          disabledFocusable={chosen.length === 0 || problem !== null || assign.isPending}
          icon={assign.isPending ? <Spinner size="tiny" /> : null}
          onClick={() => assign.mutate()}
        >
          {chosen.length === 0 ? 'Assign' : `Assign ${chosen.length}`}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </DrawerFooter>
    </Drawer>
  )
}
