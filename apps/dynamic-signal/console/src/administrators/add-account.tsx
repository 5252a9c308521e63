import { useState } from 'react'
import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components'
import { request } from '../api/request.ts'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { PasswordField, leastLength } from './password-field.tsx'

export function AddAccount({ onClose }: { readonly onClose: () => void }) {
  const [userName, setUserName] = useState('')
  const [password, setPassword] = useState('')
  const [role, setRole] = useState('reader')
  const add = useAction({
    run: () => request('POST', '/administrators', { userName: userName.trim(), password, isAdmin: role === 'admin' }),
    done: `${userName.trim()} may sign in now.`,
    refresh: ['administrators'],
    failures: 'shown',
    onDone: onClose,
  })
  return (
    <Ask
      title="Add an account"
      verb="Add"
      isReady={userName.trim() !== '' && password.length >= leastLength}
      isPending={add.isPending}
      error={add.error}
      onYes={() => add.mutate()}
      onClose={onClose}
    >
      <Field label="User name" required>
        <Input
          value={userName}
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          onChange={(_, { value }) => setUserName(value)}
        />
      </Field>
      <PasswordField label="Password" password={password} onPassword={setPassword} />
      <Field label="Role">
        <RadioGroup value={role} onChange={(_, { value }) => setRole(value)}>
          <Radio value="reader" label="Reader: looks at users and groups" />
          <Radio value="admin" label="Admin: does everything" />
        </RadioGroup>
      </Field>
    </Ask>
  )
}
