import { useState } from 'react'
import { Button, Field, Input, Text } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { Ask } from '@usher/parts/ask.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { DataTable } from '@usher/parts/data-table.tsx'
import { Section } from '@usher/parts/section.tsx'
import { ShownOnce } from '@usher/parts/shown-once.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'
import { useSession } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'

const list = 'GET /usher/directories'

/** The directories of this service, each by itself. */
export function DirectoriesPage() {
  const { directories: own } = useSession()
  const all = useAsk(list)
  const [isAdding, add] = useState(false)
  const [link, show] = useState<string | null>(null)
  // With several only the machine of the service sees all of them.
  const rows = all.error === null ? all.data?.directories : own
  return (
    <Section
      title="Directories"
      about="Those of two companies, or of production and trial. Nothing of one is visible in another. Where there are several, one is removed on the machine of the service, which says first what would be lost: usher tenant remove NAME."
      actions={
        all.error === null ? (
          <Button icon={<AddRegular />} onClick={() => add(true)}>
            Add directory
          </Button>
        ) : undefined
      }
      isFlush
    >
      <DataTable
        label="Directories"
        columns={[
          { id: 'name', title: 'Name', show: ({ displayName }) => displayName },
          { id: 'domain', title: 'Domain', show: ({ defaultDomain }) => defaultDomain },
          { id: 'id', title: 'Directory (tenant) ID', isRoomy: true, show: ({ id }) => id },
        ]}
        rows={rows}
        keyOf={({ id }) => id}
        minWidth="560px"
        leastWidth="360px"
        empty={<Empty title="There is no directory that you see" />}
      />
      {all.error !== null && <Empty title="Those that you may switch to are shown">{all.error.message}</Empty>}
      {isAdding && <Add onLink={show} onClose={() => add(false)} />}
      {link !== null && (
        <ShownOnce title="Its administrator" fields={[{ label: 'Link', text: link }]} onClose={() => show(null)}>
          <Text>By this link, once, within 24 hours, somebody becomes its Global Administrator.</Text>
        </ShownOnce>
      )}
    </Section>
  )
}

function Add({ onLink, onClose }: { readonly onLink: (link: string) => void; readonly onClose: () => void }) {
  const [displayName, setName] = useState('')
  const [domain, setDomain] = useState('')
  const add = useAction({
    run: () =>
      ask('POST /usher/directories', {
        body: { displayName: displayName.trim(), ...(domain.trim() !== '' && { defaultDomain: domain.trim() }) },
      }),
    done: ({ displayName: name }) => `${name} was added.`,
    refresh: [list, 'GET /usher/about'],
    onDone: ({ link }) => {
      onClose()
      if (link !== undefined) onLink(link)
    },
  })
  return (
    <Ask
      title="Add directory"
      verb="Add"
      isReady={displayName.trim() !== ''}
      isPending={add.isPending}
      error={add.error}
      onYes={() => add.mutate()}
      onClose={onClose}
    >
      <Text>
        From then on what concerns the whole service, as backups, keys and further directories do, is done on its
        machine: by usher tenant, usher backup, usher keys.
      </Text>
      <Field label="Name" required>
        <Input value={displayName} autoFocus onChange={(_, { value }) => setName(value)} />
      </Field>
      <Field label="Domain" hint="Empty: one that nobody uses yet">
        <Input value={domain} onChange={(_, { value }) => setDomain(value)} />
      </Field>
    </Ask>
  )
}
