import { useState } from 'react'
import { Button, Text } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { PersonRegular } from '@fluentui/react-icons/svg/person'
import { Ask } from '@usher/parts/ask.tsx'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useParams } from 'react-router'
import { type Gives, ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useList } from '../../api/use-list.ts'
import { plural } from '../../parts/numbers.ts'
import { type Principal, PrincipalPicker } from '../../parts/principal-picker.tsx'

type Owner = Gives<'GET /v1.0/servicePrincipals/{id}/owners'>

const name = 'GET /v1.0/servicePrincipals/{id}/owners'

/** Who may do most with this application, without a role in the directory. */
export function OwnersPage() {
  const { app = '' } = useParams()
  const may = useMay()
  const owners = useList(name, { path: { id: app } })
  const [isAdding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<Owner | null>(null)
  const mayChange = may('microsoft.directory/applications/owners/update')
  const act: Column<Owner> = {
    id: 'act',
    title: 'Act',
    width: '120px',
    show: (owner) => (
      <Button size="small" aria-label={`Remove ${owner.displayName ?? owner.id}`} onClick={() => setLeaving(owner)}>
        Remove
      </Button>
    ),
  }
  const columns: readonly Column<Owner>[] = [
    { id: 'name', title: 'Name', show: ({ displayName, id }) => displayName ?? id },
    {
      id: 'upn',
      title: 'User name',
      isRoomy: true,
      show: ({ userPrincipalName }) => userPrincipalName ?? 'An application',
    },
    ...(mayChange ? [act] : []),
  ]
  const add = (
    <Button appearance="primary" icon={<AddRegular />} onClick={() => setAdding(true)}>
      Add owners
    </Button>
  )
  return (
    <Section
      title="Owners"
      about="An owner may change, connect, start and watch this application, and nothing else of the directory."
      actions={mayChange ? add : undefined}
      isFlush
    >
      <DataTable
        asked={owners}
        label="Owners"
        columns={columns}
        rows={owners.rows}
        keyOf={({ id }) => id}
        minWidth="480px"
        leastWidth="320px"
        empty={<Empty icon={<PersonRegular />} title="Nobody owns this application" />}
      />
      {isAdding && <Add app={app} onClose={() => setAdding(false)} />}
      {leaving !== null && <Remove app={app} owner={leaving} onClose={() => setLeaving(null)} />}
    </Section>
  )
}

function Add({ app, onClose }: { readonly app: string; readonly onClose: () => void }) {
  const [chosen, choose] = useState<readonly Principal[]>([])
  const add = useAction({
    run: async () => {
      for (const { id } of chosen)
        await ask('POST /v1.0/servicePrincipals/{id}/owners/$ref', {
          path: { id: app },
          body: { '@odata.id': `${location.origin}/v1.0/directoryObjects/${id}` },
        })
    },
    done: `${plural(chosen.length, 'owner')} added.`,
    refresh: [name],
    onDone: onClose,
  })
  return (
    <Ask
      title="Add owners"
      verb={chosen.length === 0 ? 'Add' : `Add ${chosen.length}`}
      isReady={chosen.length > 0}
      isPending={add.isPending}
      error={add.error}
      onYes={() => add.mutate()}
      onClose={onClose}
    >
      <PrincipalPicker chosen={chosen} onChoose={choose} peopleOnly />
    </Ask>
  )
}

function Remove({
  app,
  owner,
  onClose,
}: {
  readonly app: string
  readonly owner: Owner
  readonly onClose: () => void
}) {
  const remove = useAction({
    run: () => ask('DELETE /v1.0/servicePrincipals/{id}/owners/{owner}/$ref', { path: { id: app, owner: owner.id } }),
    done: `${owner.displayName ?? owner.id} is no owner any more.`,
    refresh: [name],
    onDone: onClose,
  })
  return (
    <Ask
      title={`Remove ${owner.displayName ?? owner.id} as owner?`}
      verb="Remove"
      isDangerous
      isPending={remove.isPending}
      error={remove.error}
      onYes={() => remove.mutate()}
      onClose={onClose}
    >
      <Text>They can do with this application only what their roles in the directory let them do.</Text>
    </Ask>
  )
}
