import { useState } from 'react'
import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { AppsListRegular } from '@fluentui/react-icons/svg/apps-list'
import { useQuery } from '@tanstack/react-query'
import type { NewClient } from '../api/types.ts'
import { Empty } from '@usher/parts/empty.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { Section } from '@usher/parts/section.tsx'
import { ShownOnce } from '@usher/parts/shown-once.tsx'
import { ClientCard } from './client-card.tsx'
import { CreateClient } from './create-client.tsx'
import { clientsQuery } from './queries.ts'

/** OAuth 2.0 clients: they get short-lived access tokens from the token endpoint, for an id and a secret. */
export function Clients() {
  const { data, error, refetch } = useQuery(clientsQuery)
  const [isCreating, setCreating] = useState(false)
  const [made, setMade] = useState<NewClient | null>(null)
  return (
    <Section
      title="OAuth clients"
      about="For identity providers that fetch short-lived access tokens with a client ID and a client secret. A client can have several secrets, so that one can follow another without a gap."
      actions={
        <Button icon={<AddRegular />} onClick={() => setCreating(true)}>
          Create client
        </Button>
      }
    >
      <Failed error={error} again={refetch} />
      {data?.clients.length === 0 && (
        <Empty icon={<AppsListRegular />} title="There are no OAuth clients yet">
          Create one if your identity provider asks for a token endpoint, a client ID and a client secret.
        </Empty>
      )}
      {data?.clients.map((client) => (
        <ClientCard key={client.id} client={client} />
      ))}
      {isCreating && (
        <CreateClient
          onClose={() => setCreating(false)}
          onMade={(client) => {
            setCreating(false)
            setMade(client)
          }}
        />
      )}
      {made !== null && (
        <ShownOnce
          title={`Client “${made.label}”`}
          fields={[
            { label: 'Client ID', text: made.clientId },
            { label: 'Client secret', text: made.clientSecret },
          ]}
          onClose={() => setMade(null)}
        />
      )}
    </Section>
  )
}
