import { useState } from 'react'
import { Field, Input } from '@fluentui/react-components'
import { PasswordField, leastLength } from '../administrators/password-field.tsx'
import { request } from '../api/request.ts'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'

export function CreateTenant({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('')
  const [adminUser, setAdminUser] = useState('admin')
  const [adminPassword, setAdminPassword] = useState('')
  const create = useAction({
    run: () => request('POST', '/tenants', { name, adminUser: adminUser.trim(), adminPassword }),
    done: `The tenant ${name} is created. Its Admin signs in at ${window.location.origin}/?tenant=${name}`,
    refresh: ['tenants'],
    failures: 'shown',
    onDone: onClose,
  })
  const isName = /^[a-z0-9-]{2,40}$/.test(name)
  return (
    <Ask
      title="Create a tenant"
      verb="Create"
      isReady={isName && adminUser.trim() !== '' && adminPassword.length >= leastLength}
      isPending={create.isPending}
      error={create.error}
      onYes={() => create.mutate()}
      onClose={onClose}
    >
      <Field
        label="Name"
        required
        {...(name !== '' && !isName
          ? { validationMessage: '2 to 40 of: small letters, digits, hyphens.', validationState: 'error' as const }
          : { hint: '2 to 40 of: small letters, digits, hyphens. It becomes part of the SCIM API URL.' })}
      >
        <Input
          value={name}
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(_, { value }) => setName(value)}
        />
      </Field>
      <Field label="User name of its first Admin" required>
        <Input value={adminUser} autoComplete="off" onChange={(_, { value }) => setAdminUser(value)} />
      </Field>
      <PasswordField label="Password of its first Admin" password={adminPassword} onPassword={setAdminPassword} />
    </Ask>
  )
}
