import { useState } from 'react'
import { Text } from '@fluentui/react-components'
import { request } from '../api/request.ts'
import type { Client } from '../api/types.ts'
import { Ask } from '@usher/parts/ask.tsx'
import { ShownOnce } from '@usher/parts/shown-once.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { SecretExpiry } from './create-client.tsx'

type Made = { readonly clientSecret: string }

/** A further secret of a client, to follow the one in use. */
export function NewSecret({ client, onClose }: { readonly client: Client; readonly onClose: () => void }) {
  const [days, setDays] = useState('365')
  const add = useAction<void, Made>({
    run: () => request('POST', `/clients/${client.id}/secrets`, { expiresInDays: Number(days) }),
    done: 'The secret is created.',
    refresh: ['clients'],
    failures: 'shown',
  })
  if (add.data !== undefined)
    return (
      <ShownOnce
        title={`New secret of “${client.label}”`}
        fields={[{ label: 'Client secret', text: add.data.clientSecret }]}
        onClose={onClose}
      />
    )
  return (
    <Ask
      title={`New secret for “${client.label}”`}
      verb="Create"
      isPending={add.isPending}
      error={add.error}
      onYes={() => add.mutate()}
      onClose={onClose}
    >
      <Text>The secrets there are go on working until they expire or are revoked.</Text>
      <SecretExpiry days={days} onDays={setDays} />
    </Ask>
  )
}
