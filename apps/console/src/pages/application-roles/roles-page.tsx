import { Badge } from '@fluentui/react-components'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useParams } from 'react-router'
import type { Gives } from '../../api/ask.ts'
import { useAsk } from '../../api/use-ask.ts'

type Role = Gives<'GET /usher/apps/{app}'>['appRoles'][number]

const columns: readonly Column<Role>[] = [
  { id: 'name', title: 'Display name', width: '200px', show: ({ displayName }) => displayName },
  { id: 'value', title: 'Value', width: '160px', show: ({ value }) => <code>{value}</code> },
  { id: 'description', title: 'Description', wraps: true, show: ({ description }) => description },
]

/** The roles that people can have in an application. */
export function RolesPage() {
  const { app = '' } = useParams()
  const application = useAsk('GET /usher/apps/{app}', { path: { app } })
  return (
    <Loaded query={application}>
      {({ displayName, appRoles, requiresRole }) => (
        <Section
          title="App roles"
          about={
            requiresRole
              ? `${displayName} needs one of them: Default Access is not enough.`
              : 'Default Access is enough.'
          }
          actions={requiresRole ? <Badge color="informative">Role needed</Badge> : undefined}
          isFlush
        >
          <DataTable
            label="App roles"
            columns={columns}
            rows={appRoles}
            keyOf={({ id }) => id}
            minWidth="520px"
            empty={<Empty title="No roles">Whoever is assigned has Default Access.</Empty>}
          />
        </Section>
      )}
    </Loaded>
  )
}
