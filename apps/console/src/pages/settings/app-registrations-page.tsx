import { useState } from 'react'
import { Button, Field, Input, Text } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { AppsListRegular } from '@fluentui/react-icons/svg/apps-list'
import { Ask } from '@usher/parts/ask.tsx'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { LoadMore } from '@usher/parts/load-more.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { When } from '@usher/parts/when.tsx'
import { useNavigate } from 'react-router'
import { type Gives, ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useList } from '../../api/use-list.ts'

type Registration = Gives<'GET /v1.0/applications'>
const columns: readonly Column<Registration>[] = [
  { id: 'name', title: 'Name', show: ({ id, displayName }) => <TextLink to={`/settings/app-registrations/${id}`}>{displayName}</TextLink> },
  { id: 'appId', title: 'Application (client) ID', isRoomy: true, show: ({ appId }) => appId },
  { id: 'secrets', title: 'Secrets', width: '100px', align: 'end', show: ({ passwordCredentials }) => passwordCredentials.length },
  { id: 'since', title: 'Created', width: '190px', show: ({ createdDateTime }) => <When time={createdDateTime} /> },
] // prettier-ignore

/** Programs that ask the API: each with its secrets and permissions. */
export function AppRegistrationsPage() {
  const may = useMay()
  const [isMaking, make] = useState(false)
  const all = useList('GET /v1.0/applications')
  return (
    <Section
      title="App registrations"
      about="Programs that use the API of Usher: Microsoft's own client libraries, Terraform, scripts."
      actions={
        may('microsoft.directory/applications/create') ? (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => make(true)}>
            New registration
          </Button>
        ) : undefined
      }
      isFlush
    >
      <DataTable
        asked={all}
        label="App registrations"
        columns={columns}
        rows={all.rows}
        keyOf={({ id }) => id}
        minWidth="720px"
        leastWidth="480px"
        empty={<Empty icon={<AppsListRegular />} title="There is no app registration yet" />}
      />
      <LoadMore list={all} what="registrations" />
      {isMaking && <Make onClose={() => make(false)} />}
    </Section>
  )
}

function Make({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate()
  const [name, type] = useState('')
  const make = useAction({
    run: async () => {
      const made = await ask('POST /v1.0/applications', { body: { displayName: name.trim() } })
      // Without it nothing can be permitted.
      await ask('POST /v1.0/servicePrincipals', { body: { appId: made.appId } })
      return made
    },
    done: ({ displayName }) => `${displayName} is registered. Make a secret for it.`,
    refresh: ['GET /v1.0/applications'],
    onDone: ({ id }) => void navigate(`/settings/app-registrations/${id}`),
  })
  return (
    <Ask
      title="New registration"
      verb="Register"
      isReady={name.trim() !== ''}
      isPending={make.isPending}
      error={make.error}
      onYes={() => make.mutate()}
      onClose={onClose}
    >
      <Field label="Name" required>
        <Input value={name} autoFocus onChange={(_, { value }) => type(value)} />
      </Field>
      <Text>It can do nothing until it has a permission.</Text>
    </Ask>
  )
}
