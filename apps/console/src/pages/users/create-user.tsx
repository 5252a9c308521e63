import { useState } from 'react'
import { Field, Input } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useNavigate } from 'react-router'
import { ask } from '../../api/ask.ts'
import { useAsk } from '../../api/use-ask.ts'

const fields = [
  ['givenName', 'First name'],
  ['surname', 'Last name'],
  ['displayName', 'Display name'],
  ['mail', 'Mail'],
  ['department', 'Department'],
  ['employeeId', 'Employee ID'],
] as const

/** Somebody new in the directory. */
export function CreateUser({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate()
  const tenant = useAsk('GET /usher/tenant')
  const [name, setName] = useState('')
  const [isAsked, setAsked] = useState(false)
  const [given, give] = useState<Readonly<Record<string, string>>>({})
  const example = `ana@${tenant.data?.defaultDomain ?? 'contoso.example'}`
  const made = { displayName: fullName(given) }
  const make = useAction({
    run: () => {
      const filled = Object.entries({ ...made, ...given }).filter(([, value]) => value.trim() !== '')
      return ask('POST /usher/users', { body: { ...Object.fromEntries(filled), userPrincipalName: name.trim() } })
    },
    done: ({ user }) => `${user.userPrincipalName} is in the directory.`,
    refresh: ['GET /v1.0/users', 'GET /v1.0/users/$count'],
    onDone: ({ user }) => void navigate(`/users/${user.id}`),
  })
  return (
    <Ask
      title="New user"
      verb="Create"
      isReady={name.trim() !== ''}
      isPending={make.isPending}
      error={make.error}
      onYes={() => (name.includes('@') ? make.mutate() : setAsked(true))}
      onClose={onClose}
    >
      <Field
        label="User principal name"
        required
        {...(isAsked && !name.includes('@')
          ? { validationMessage: `A name and a domain, like ${example}` }
          : { hint: `Like ${example}` })}
      >
        <Input value={name} autoFocus onChange={(_, { value }) => setName(value)} />
      </Field>
      {fields.map(([id, label]) => (
        <Field key={id} label={label}>
          <Input
            value={given[id] ?? made[id as keyof typeof made] ?? ''}
            onChange={(_, { value }) => give((before) => ({ ...before, [id]: value }))}
          />
        </Field>
      ))}
    </Ask>
  )
}

/** Until somebody types another. */
function fullName({ givenName = '', surname = '' }: Readonly<Record<string, string>>): string {
  return `${givenName.trim()} ${surname.trim()}`.trim()
}
