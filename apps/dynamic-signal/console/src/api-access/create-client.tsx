import { useState } from 'react'
import { Field, Input, Select } from '@fluentui/react-components'
import { request } from '../api/request.ts'
import type { NewClient } from '../api/types.ts'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ScopeChoice, allScopes } from './scopes.tsx'

type Props = { readonly onClose: () => void; readonly onMade: (client: NewClient) => void }

export function CreateClient({ onClose, onMade }: Props) {
  const [label, setLabel] = useState('')
  const [days, setDays] = useState('365')
  const [chosen, setChosen] = useState(allScopes)
  const create = useAction<void, NewClient>({
    run: () => request('POST', '/clients', { label: label.trim(), scopes: chosen, secretExpiresInDays: Number(days) }),
    done: 'The client is created.',
    refresh: ['clients'],
    failures: 'shown',
    onDone: onMade,
  })
  return (
    <Ask
      title="Create an OAuth client"
      verb="Create"
      isReady={label.trim() !== '' && chosen.length > 0}
      isPending={create.isPending}
      error={create.error}
      onYes={() => create.mutate()}
      onClose={onClose}
    >
      <Field label="Label" hint="Who is going to use it, for example “Okta”." required>
        <Input value={label} autoFocus maxLength={100} onChange={(_, { value }) => setLabel(value)} />
      </Field>
      <SecretExpiry days={days} onDays={setDays} />
      <ScopeChoice chosen={chosen} onChange={setChosen} />
    </Ask>
  )
}

type ExpiryProps = { readonly days: string; readonly onDays: (days: string) => void }

export function SecretExpiry({ days, onDays }: ExpiryProps) {
  return (
    <Field label="Secret expires after">
      <Select value={days} onChange={(_, { value }) => onDays(value)}>
        <option value="365">1 year</option>
        <option value="730">2 years</option>
        <option value="1095">3 years</option>
      </Select>
    </Field>
  )
}
