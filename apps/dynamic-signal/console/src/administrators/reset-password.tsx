import { useState } from 'react'
import { request } from '../api/request.ts'
import type { Account } from '../api/types.ts'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { PasswordField, leastLength } from './password-field.tsx'

export function ResetPassword({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) {
  const [password, setPassword] = useState('')
  const reset = useAction({
    run: () => request('PATCH', `/administrators/${account.id}`, { password }),
    done: `${account.userName} has a new password.`,
    refresh: ['administrators'],
    failures: 'shown',
    onDone: onClose,
  })
  return (
    <Ask
      title={`Reset the password of ${account.userName}`}
      verb="Reset password"
      isReady={password.length >= leastLength}
      isPending={reset.isPending}
      error={reset.error}
      onYes={() => reset.mutate()}
      onClose={onClose}
    >
      <PasswordField label="New password" password={password} isFirst onPassword={setPassword} />
    </Ask>
  )
}
