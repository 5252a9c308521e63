import { useState } from 'react'
import { Button, Card, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { get } from '../api/request.ts'
import type { Tenant } from '../api/types.ts'
import { CopyButton } from '@usher/parts/copy.tsx'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Page } from '@usher/parts/page.tsx'
import { When } from '@usher/parts/when.tsx'
import { CreateTenant } from './create-tenant.tsx'

const useStyles = makeStyles({
  card: { padding: 0, overflow: 'hidden', border: `1px solid ${tokens.colorNeutralStroke2}` },
  name: { fontWeight: tokens.fontWeightSemibold },
  url: { display: 'flex', alignItems: 'center', gap: '4px', minWidth: 0 },
  text: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
  },
})

const tenantsQuery = queryOptions({
  queryKey: ['tenants'],
  queryFn: () => get<{ readonly tenants: readonly Tenant[] }>('/tenants'),
})

const columns: readonly Column<Tenant>[] = [
  { id: 'name', title: 'Name', width: '22%', show: (tenant) => <Name tenant={tenant} /> },
  { id: 'url', title: 'SCIM API URL', show: (tenant) => <Url tenant={tenant} /> },
  { id: 'users', title: 'Users', width: '100px', show: ({ users }) => users.toLocaleString('en') },
  { id: 'created', title: 'Created', width: '140px', show: ({ created }) => <When time={created} as="day" /> },
]

/** The tenants of this service. They share nothing but the program. */
export function TenantsPage() {
  const styles = useStyles()
  const { data, error, refetch } = useQuery(tenantsQuery)
  const [isCreating, setCreating] = useState(false)
  return (
    <Page
      title="Tenants"
      crumbs={[{ text: 'Admin' }]}
      about="Each tenant has users, accounts, tokens and settings of its own. Who signs in to one sees nothing of the others."
      actions={
        <Button appearance="primary" icon={<AddRegular />} onClick={() => setCreating(true)}>
          Create tenant
        </Button>
      }
    >
      <Card className={styles.card}>
        <DataTable
          asked={{ error, refetch }}
          label="Tenants"
          columns={columns}
          rows={data?.tenants}
          keyOf={({ name }) => name}
          minWidth="680px"
          empty={null}
        />
      </Card>
      {isCreating && <CreateTenant onClose={() => setCreating(false)} />}
    </Page>
  )
}

function Name({ tenant }: { readonly tenant: Tenant }) {
  const styles = useStyles()
  return <span className={styles.name}>{tenant.name}</span>
}

function Url({ tenant }: { readonly tenant: Tenant }) {
  const styles = useStyles()
  return (
    <span className={styles.url}>
      <span className={styles.text} title={tenant.scimApiUrl}>
        {tenant.scimApiUrl}
      </span>
      <CopyButton
        text={tenant.scimApiUrl}
        what={`the SCIM API URL of ${tenant.name}`}
        appearance="subtle"
        size="small"
      />
    </span>
  )
}
