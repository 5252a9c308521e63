import { useState } from 'react'
import { Button, Field, Input, Select } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { Ask } from '@usher/parts/ask.tsx'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Section } from '@usher/parts/section.tsx'
import { ShownOnce } from '@usher/parts/shown-once.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { When } from '@usher/parts/when.tsx'
import { type Gives, ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { Confirm } from '../../parts/confirm.tsx'

type App = Gives<'GET /v1.0/applications/{id}'>
type Secret = App['passwordCredentials'][number] & {
  readonly displayName?: string | null
  readonly hint?: string | null
  readonly endDateTime?: string | null
}
const refresh = ['GET /v1.0/applications/{id}', 'GET /v1.0/applications']

/** The secrets of a program. Each is seen once, when it is made. */
export function ClientSecrets({ app }: { readonly app: App }) {
  const may = useMay()
  const [isMaking, make] = useState(false)
  const [made, show] = useState<string | null>(null)
  const [leaving, leave] = useState<Secret | null>(null)
  const mayChange = may('microsoft.directory/applications/credentials/update')
  const act: Column<Secret> = {
    id: 'act',
    title: 'Actions',
    width: '120px',
    show: (one) => (
      <Button size="small" aria-label={`Remove ${one.displayName ?? one.hint ?? 'secret'}`} onClick={() => leave(one)}>
        Remove
      </Button>
    ),
  }
  const columns: readonly Column<Secret>[] = [
    { id: 'name', title: 'Description', show: ({ displayName }) => displayName ?? 'No description' },
    { id: 'hint', title: 'Begins with', width: '120px', show: ({ hint }) => `${hint ?? ''}…` },
    { id: 'ends', title: 'Expires', width: '190px', show: ({ endDateTime = null }) => <When time={endDateTime} /> },
    ...(mayChange ? [act] : []),
  ]
  return (
    <Section
      title="Client secrets"
      actions={
        mayChange ? (
          <Button icon={<AddRegular />} onClick={() => make(true)}>
            New client secret
          </Button>
        ) : undefined
      }
      isFlush
    >
      <DataTable
        label="Client secrets"
        columns={columns}
        rows={app.passwordCredentials}
        keyOf={({ keyId }) => keyId}
        minWidth="520px"
        leastWidth="420px"
        empty={<Empty title="It has no secret" />}
      />
      {isMaking && <Make id={app.id} onMade={show} onClose={() => make(false)} />}
      {made !== null && (
        <ShownOnce title="Client secret" fields={[{ label: 'Secret', text: made }]} onClose={() => show(null)} />
      )}
      {leaving !== null && (
        <Confirm
          title="Remove this secret?"
          verb="Remove"
          isDangerous
          run={() =>
            ask('POST /v1.0/applications/{id}/removePassword', { path: { id: app.id }, body: { keyId: leaving.keyId } })
          }
          done="The secret was removed."
          refresh={refresh}
          onClose={() => leave(null)}
        >
          Whatever uses it is refused from now on. Tokens that it got before work for an hour at most.
        </Confirm>
      )}
    </Section>
  )
}

const lives = [
  ['90', '90 days'],
  ['180', '180 days'],
  ['365', 'A year'],
  ['730', 'Two years'],
] as const
const day = 24 * 3600_000

type MakeProps = { readonly id: string; readonly onMade: (secret: string) => void; readonly onClose: () => void }

function Make({ id, onMade, onClose }: MakeProps) {
  const [name, type] = useState('')
  const [days, setDays] = useState('180')
  const make = useAction({
    run: () =>
      ask('POST /v1.0/applications/{id}/addPassword', {
        path: { id },
        body: {
          passwordCredential: {
            displayName: name.trim() === '' ? null : name.trim(),
            endDateTime: new Date(Date.now() + Number(days) * day).toISOString(),
          },
        },
      }),
    refresh,
    onDone: ({ secretText }) => {
      onClose()
      onMade(secretText ?? '')
    },
  })
  return (
    <Ask
      title="New client secret"
      verb="Add"
      isPending={make.isPending}
      error={make.error}
      onYes={() => make.mutate()}
      onClose={onClose}
    >
      <Field label="Description">
        <Input value={name} autoFocus onChange={(_, { value }) => type(value)} />
      </Field>
      <Field label="Expires after">
        <Select value={days} onChange={(_, { value }) => setDays(value)}>
          {lives.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </Select>
      </Field>
    </Ask>
  )
}
