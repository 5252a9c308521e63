import { useState } from 'react'
import { Field, Input, MessageBar, MessageBarBody, Select } from '@fluentui/react-components'
import { request } from '../api/request.ts'
import type { NewToken } from '../api/types.ts'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ScopeChoice, allScopes } from './scopes.tsx'

const expiries = [
  { value: '30', title: '30 days' },
  { value: '90', title: '90 days' },
  { value: '180', title: '6 months' },
  { value: '365', title: '1 year' },
  { value: '730', title: '2 years' },
  { value: 'never', title: 'Never' },
]

type Props = { readonly onClose: () => void; readonly onMade: (token: NewToken) => void }

export function GenerateToken({ onClose, onMade }: Props) {
  const [label, setLabel] = useState('')
  const [expiry, setExpiry] = useState('365')
  const [chosen, setChosen] = useState(allScopes)
  const expiresInDays = expiry === 'never' ? null : Number(expiry)
  const generate = useAction<void, NewToken>({
    run: () => request('POST', '/tokens', { label: label.trim(), expiresInDays, scopes: chosen }),
    done: 'The token is generated.',
    refresh: ['tokens'],
    failures: 'shown',
    onDone: onMade,
  })
  return (
    <Ask
      title="Generate a new token"
      verb="Generate"
      isReady={label.trim() !== '' && chosen.length > 0}
      isPending={generate.isPending}
      error={generate.error}
      onYes={() => generate.mutate()}
      onClose={onClose}
    >
      <Field label="Label" hint="Who is going to use it, for example “Microsoft Entra ID”." required>
        <Input value={label} autoFocus maxLength={100} onChange={(_, { value }) => setLabel(value)} />
      </Field>
      <Field label="Expires after">
        <Select value={expiry} onChange={(_, { value }) => setExpiry(value)}>
          {expiries.map(({ value, title }) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
      {expiry === 'never' && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            A token that never expires works until somebody remembers to revoke it. Prefer a year, and rotate.
          </MessageBarBody>
        </MessageBar>
      )}
      <ScopeChoice chosen={chosen} onChange={setChosen} />
    </Ask>
  )
}
