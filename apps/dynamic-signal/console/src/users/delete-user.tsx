import { useState } from 'react'
import { Field, Input, MessageBar, MessageBarBody, MessageBarTitle, Text, makeStyles } from '@fluentui/react-components'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { request } from '../api/request.ts'
import type { User } from '../api/types.ts'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'

const useStyles = makeStyles({ steps: { margin: '4px 0 0', paddingLeft: '20px' } })

/**
 * Deletes a user for good, once the user name is typed.
 *
 * A connected identity provider still links to the id, so the dialog says in which order things are done.
 */
export function DeleteUser({ user, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const styles = useStyles()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const name = user.displayName || user.userName
  const remove = useAction({
    run: () => request('DELETE', `/users/${encodeURIComponent(user.id)}`, { confirm: typed }),
    done: `${name} is deleted permanently.`,
    refresh: ['users'],
    failures: 'shown',
    onDone: () => {
      void navigate('/users')
      client.removeQueries({ queryKey: ['user', user.id] })
    },
  })
  return (
    <Ask
      title={`Delete ${name} permanently?`}
      verb="Delete permanently"
      isDangerous
      isReady={typed === user.userName}
      isPending={remove.isPending}
      error={remove.error}
      onYes={() => remove.mutate()}
      onClose={onClose}
    >
      <Text>
        The account and everything stored about it are removed. Nobody can restore it, and its ID answers 404 from then
        on.
      </Text>
      {user.archived === null && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>
              Is this user connected to an identity provider such as Microsoft Entra ID?
            </MessageBarTitle>
            Then keep to this order; otherwise its next cycle reports a stale link (InvalidAnchor) for the user.
            <ol className={styles.steps}>
              <li>Unassign the user there.</li>
              <li>Wait until it is deactivated here.</li>
              <li>Delete it permanently.</li>
            </ol>
          </MessageBarBody>
        </MessageBar>
      )}
      <Field
        label={
          <>
            Type <b>{user.userName}</b> to confirm
          </>
        }
      >
        <Input
          value={typed}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          autoCapitalize="none"
          onChange={(_, { value }) => setTyped(value)}
        />
      </Field>
    </Ask>
  )
}
