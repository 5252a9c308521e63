import { useState } from 'react'
import { Button, Text } from '@fluentui/react-components'
import { ArrowUndoRegular } from '@fluentui/react-icons/svg/arrow-undo'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { DeleteDismissRegular } from '@fluentui/react-icons/svg/delete-dismiss'
import { PersonAvailableRegular } from '@fluentui/react-icons/svg/person-available'
import { ProhibitedRegular } from '@fluentui/react-icons/svg/prohibited'
import { Loaded } from '@usher/parts/loaded.tsx'
import { useNavigate } from 'react-router'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAskIf } from '../../api/use-ask.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { plural } from '../../parts/numbers.ts'
import { ForgetDialog } from './forget-dialog.tsx'
import { type KnownPerson, nameOf, ofPerson } from './person.ts'

type Act = 'disable' | 'enable' | 'delete' | 'restore' | 'purge' | 'forget'

/** What can be done with a person as they are now. */
export function PersonCommands({ person }: { readonly person: KnownPerson }) {
  const may = useMay()
  const navigate = useNavigate()
  const [asked, put] = useState<Act | null>(null)
  const isDeleted = person.deletedDateTime !== null
  const path = { who: person.id }
  const name = nameOf(person)
  const common = { refresh: ofPerson, onClose: () => put(null) }
  const set = (accountEnabled: boolean) => ask('PATCH /usher/users/{who}', { path, body: { accountEnabled } })
  const offers: readonly (readonly [Act, string, React.JSX.Element, boolean])[] = [
    ['disable', 'Disable', <ProhibitedRegular />, !isDeleted && person.accountEnabled && may('microsoft.directory/users/basic/update')],
    ['enable', 'Enable', <PersonAvailableRegular />, !isDeleted && !person.accountEnabled && may('microsoft.directory/users/basic/update')],
    ['delete', 'Delete', <DeleteRegular />, !isDeleted && may('microsoft.directory/users/delete')],
    ['restore', 'Restore', <ArrowUndoRegular />, isDeleted && may('microsoft.directory/users/restore')],
    ['purge', 'Delete for good', <DeleteDismissRegular />, isDeleted && may('microsoft.directory/users/restore')],
    ['forget', 'Forget', <DeleteDismissRegular />, may('microsoft.directory/users/erase')],
  ] // prettier-ignore
  return (
    <>
      {offers.map(([act, text, icon, isOffered]) =>
        isOffered ? (
          <Button key={act} icon={icon} onClick={() => put(act)}>
            {text}
          </Button>
        ) : null,
      )}
      {asked === 'disable' && (
        <Confirm title={`Disable ${name}?`} verb="Disable" isDangerous run={() => set(false)} done={`${name} is disabled.`} {...common}>
          <Accounts who={person.id} then="is disabled there, too: within seconds, where provisioning is on." />
        </Confirm>
      )}
      {asked === 'enable' && (
        <Confirm title={`Enable ${name}?`} verb="Enable" run={() => set(true)} done={`${name} is enabled.`} {...common}>
          Where they are in scope, their accounts are enabled again.
        </Confirm>
      )}
      {asked === 'delete' && (
        <Confirm title={`Delete ${name}?`} verb="Delete" isDangerous run={() => ask('DELETE /usher/users/{who}', { path })} done={`${name} was deleted.`} {...common}>
          <Accounts who={person.id} then="is disabled there, or deleted where it cannot be disabled." />
          <Text>They can be restored for 30 days; after that they are deleted for good, by themselves.</Text>
        </Confirm>
      )}
      {asked === 'restore' && (
        <Confirm title={`Restore ${name}?`} verb="Restore" run={() => ask('POST /usher/users/{who}/restore', { path })} done={`${name} is back.`} {...common}>
          With everything that belonged to them: groups, manager, assignments. Their accounts are enabled again where they are in scope.
        </Confirm>
      )}
      {asked === 'purge' && (
        <Confirm title={`Delete ${name} for good?`} verb="Delete for good" isDangerous run={() => ask('POST /usher/users/{who}/purge', { path })} done={`${name} is gone.`} {...common} onDone={() => void navigate('/users?state=deleted')}>
          <Accounts who={person.id} then="is deleted there where Delete is ticked and it is still managed; otherwise it stays, disabled." />
          <Text>This cannot be undone.</Text>
        </Confirm>
      )}
      {asked === 'forget' && <ForgetDialog person={person} onClose={() => put(null)} />}
    </>
  )
} // prettier-ignore

/** In numbers: whose accounts it is about, as far as whoever asks may see that. */
function Accounts({ who, then }: { readonly who: string; readonly then: string }) {
  const may = useMay()
  const sees = may('microsoft.directory/servicePrincipals/synchronization/standard/read')
  const why = useAskIf(sees, 'GET /usher/why', { query: { who } })
  if (!sees) return <Text>Each account that they have {then}</Text>
  return (
    <Loaded query={why}>
      {({ applications }) => {
        const having = applications.filter(
          ({ link }) => link !== null && link.targetId !== null && link.state === 'managed',
        )
        if (having.length === 0)
          return <Text>They have no account that Usher manages, so no application is asked.</Text>
        return (
          <Text>
            They have {plural(having.length, 'account')} that Usher manages, in{' '}
            {having.map(({ application }) => application).join(', ')}. Each {then}
          </Text>
        )
      }}
    </Loaded>
  )
}
