import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { TextLink } from '@usher/parts/text-link.tsx'
import type { User } from '../api/types.ts'
import { When } from '@usher/parts/when.tsx'

/** What archived means, and what stands in the way of a restore. */
export function ArchivedNote({ user }: { readonly user: User }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>
          Archived on <When time={user.archived} />
        </MessageBarTitle>
        An identity provider deleted this user. Everything is kept, but by SCIM it answers 404, and its user name is
        free again.{' '}
        {user.namesake !== null && (
          <>
            <TextLink to={`/users/${user.namesake.id}`}>{user.namesake.userName}</TextLink> has this user name now: it
            must be renamed or deleted before this user can be restored.
          </>
        )}
      </MessageBarBody>
    </MessageBar>
  )
}
