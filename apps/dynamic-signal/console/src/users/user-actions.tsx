import { useState } from 'react'
import { Button } from '@fluentui/react-components'
import { ArrowUndoRegular } from '@fluentui/react-icons/svg/arrow-undo'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { PersonAvailableRegular } from '@fluentui/react-icons/svg/person-available'
import { PersonProhibitedRegular } from '@fluentui/react-icons/svg/person-prohibited'
import { useQueryClient } from '@tanstack/react-query'
import { request } from '../api/request.ts'
import type { User } from '../api/types.ts'
import { ActionButton } from '@usher/parts/action-button.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { DeleteUser } from './delete-user.tsx'

type Verb = { readonly path: string; readonly text: string; readonly done: string; readonly icon: React.JSX.Element }

const verbs = {
  deactivate: { path: 'deactivate', text: 'Deactivate', done: 'is deactivated', icon: <PersonProhibitedRegular /> },
  reactivate: { path: 'reactivate', text: 'Reactivate', done: 'is active again', icon: <PersonAvailableRegular /> },
  restore: { path: 'restore', text: 'Restore', done: 'is restored', icon: <ArrowUndoRegular /> },
} satisfies Record<string, Verb>

/** What can be done with a user as it is now. */
export function UserActions({ user }: { readonly user: User }) {
  const [isDeleting, setDeleting] = useState(false)
  const verb = user.archived !== null ? verbs.restore : user.active ? verbs.deactivate : verbs.reactivate
  return (
    <>
      <Change key={verb.path} user={user} verb={verb} />
      <Button icon={<DeleteRegular />} onClick={() => setDeleting(true)}>
        Delete permanently
      </Button>
      {isDeleting && <DeleteUser user={user} onClose={() => setDeleting(false)} />}
    </>
  )
}

function Change({ user, verb }: { readonly user: User; readonly verb: Verb }) {
  const client = useQueryClient()
  const change = useAction<void, User>({
    run: () => request('POST', `/users/${encodeURIComponent(user.id)}/${verb.path}`, {}),
    done: `${user.displayName || user.userName} ${verb.done}.`,
    refresh: ['users'],
    failures: 'toast',
    onDone: (after) => client.setQueryData(['user', user.id], after),
  })
  return (
    <ActionButton icon={verb.icon} isPending={change.isPending} onClick={() => change.mutate()}>
      {verb.text}
    </ActionButton>
  )
}
