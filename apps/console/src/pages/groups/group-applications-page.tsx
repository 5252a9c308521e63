import { DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { LoadMore } from '@usher/parts/load-more.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { When } from '@usher/parts/when.tsx'
import { useParams } from 'react-router'
import { useMay } from '../../api/session.ts'
import { useList } from '../../api/use-list.ts'
import { WhyList } from '../why/why-list.tsx'

/** Which applications a group gives to who is in it; and whether it is provisioned itself, and why. */
export function GroupApplicationsPage() {
  const may = useMay()
  const { group = '' } = useParams()
  const given = useList('GET /v1.0/groups/{id}/appRoleAssignments', { path: { id: group } })
  return (
    <>
      <Section title="Applications that it gives" isFlush>
        <DataTable
          asked={given}
          label="Applications"
          columns={[
            {
              id: 'name',
              title: 'Application',
              show: ({ resourceId, resourceDisplayName }) => (
                <TextLink to={`/enterprise-apps/${resourceId}/users-and-groups`}>{resourceDisplayName}</TextLink>
              ),
            },
            {
              id: 'since',
              title: 'Since',
              width: '190px',
              show: ({ createdDateTime }) => <When time={createdDateTime} />,
            },
          ]}
          rows={given.rows}
          keyOf={({ id }) => id}
          minWidth="400px"
          empty={<Empty title="It gives no application">Assign it at an application, under Users and groups.</Empty>}
        />
        <LoadMore list={given} what="applications" />
      </Section>
      {may('microsoft.directory/servicePrincipals/synchronization/standard/read') && <WhyList who={group} />}
    </>
  )
}
