import { useState } from 'react'
import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Text,
} from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { KeyRegular } from '@fluentui/react-icons/svg/key'
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal'
import { ShieldPersonRegular } from '@fluentui/react-icons/svg/shield-person'
import { request } from '../api/request.ts'
import type { Account } from '../api/types.ts'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ResetPassword } from './reset-password.tsx'

type Asked = 'none' | 'role' | 'password' | 'remove'

/** What can be done with an account; each asks before it is done. */
export function AccountMenu({ account }: { readonly account: Account }) {
  const [asked, setAsked] = useState<Asked>('none')
  const close = (): void => setAsked('none')
  return (
    <>
      <Menu positioning="below-end">
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="subtle"
            icon={<MoreHorizontalRegular />}
            aria-label={`What to do with ${account.userName}`}
          />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem icon={<ShieldPersonRegular />} onClick={() => setAsked('role')}>
              {account.isAdmin ? 'Remove Admin' : 'Grant Admin'}
            </MenuItem>
            <MenuItem icon={<KeyRegular />} onClick={() => setAsked('password')}>
              Reset password
            </MenuItem>
            <MenuDivider />
            <MenuItem icon={<DeleteRegular />} onClick={() => setAsked('remove')}>
              Remove account
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {asked === 'role' && <ChangeRole account={account} onClose={close} />}
      {asked === 'password' && <ResetPassword account={account} onClose={close} />}
      {asked === 'remove' && <RemoveAccount account={account} onClose={close} />}
    </>
  )
}

type Props = { readonly account: Account; readonly onClose: () => void }

// A changed role is also a changed state of tokens and clients, and may be one's own.
const affected = ['administrators', 'tokens', 'clients', 'me']

function ChangeRole({ account, onClose }: Props) {
  const { userName, isAdmin } = account
  const change = useAction({
    run: () => request('PATCH', `/administrators/${account.id}`, { isAdmin: !isAdmin }),
    done: isAdmin ? `${userName} is no Admin any more.` : `${userName} is an Admin now.`,
    refresh: affected,
    failures: 'shown',
    onDone: onClose,
  })
  return (
    <Ask
      title={isAdmin ? `Remove Admin from ${userName}?` : `Grant Admin to ${userName}?`}
      verb={isAdmin ? 'Remove Admin' : 'Grant Admin'}
      isDangerous={isAdmin}
      isPending={change.isPending}
      error={change.error}
      onYes={() => change.mutate()}
      onClose={onClose}
    >
      <Text>
        {isAdmin
          ? `${userName} can then only look at users. Tokens and clients that ${userName} created stop working at once: identity providers that use them get 403.`
          : `${userName} can then do everything in this console. Tokens and clients that ${userName} created earlier work again.`}
      </Text>
    </Ask>
  )
}

function RemoveAccount({ account, onClose }: Props) {
  const remove = useAction({
    run: () => request('DELETE', `/administrators/${account.id}`, {}),
    done: `${account.userName} is removed.`,
    refresh: affected,
    failures: 'shown',
    onDone: onClose,
  })
  return (
    <Ask
      title={`Remove ${account.userName}?`}
      verb="Remove account"
      isDangerous
      isPending={remove.isPending}
      error={remove.error}
      onYes={() => remove.mutate()}
      onClose={onClose}
    >
      <Text>
        {account.userName} can no longer sign in, and the tokens and clients that {account.userName} created stop
        working.
      </Text>
    </Ask>
  )
}
