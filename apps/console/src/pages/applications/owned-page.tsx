import { DataTable } from '@usher/parts/data-table.tsx'
import { Page } from '@usher/parts/page.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { useSession } from '../../api/session.ts'

/** The applications of somebody who owns some, and has no role that lets them see others. */
export function OwnedPage() {
  const { owns } = useSession()
  return (
    <Page
      title="Enterprise apps"
      about="Those that you own. For the others, and for people and groups, ask a Global Administrator for a role."
    >
      <Section title="Applications that you own" isFlush>
        <DataTable
          label="Applications that you own"
          columns={[
            {
              id: 'name',
              title: 'Application',
              show: ({ id, displayName }) => <TextLink to={`/enterprise-apps/${id}`}>{displayName}</TextLink>,
            },
          ]}
          rows={owns.applications}
          keyOf={({ id }) => id}
          minWidth="320px"
          empty={null}
        />
      </Section>
    </Page>
  )
}
