import { useState } from 'react'
import { Badge, Button, Card, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { get } from '../api/request.ts'
import type { Account } from '../api/types.ts'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Page } from '@usher/parts/page.tsx'
import { When } from '@usher/parts/when.tsx'
import { AccountMenu } from './account-menu.tsx'
import { AddAccount } from './add-account.tsx'

const useStyles = makeStyles({
  card: { padding: 0, overflow: 'hidden', border: `1px solid ${tokens.colorNeutralStroke2}` },
  name: { display: 'flex', alignItems: 'center', gap: '8px', fontWeight: tokens.fontWeightSemibold },
})

const accountsQuery = queryOptions({
  queryKey: ['administrators'],
  queryFn: () => get<{ readonly administrators: readonly Account[] }>('/administrators'),
})

const columns: readonly Column<Account>[] = [
  { id: 'userName', title: 'User name', wraps: true, show: (account) => <Name account={account} /> },
  {
    id: 'role',
    title: 'Role',
    width: '100px',
    show: ({ isAdmin }) => (
      <Badge appearance="tint" color={isAdmin ? 'brand' : 'informative'}>
        {isAdmin ? 'Admin' : 'Reader'}
      </Badge>
    ),
  },
  { id: 'created', title: 'Created', width: '130px', show: ({ created }) => <When time={created} as="day" /> },
  { id: 'lastSignIn', title: 'Last sign-in', width: '184px', show: ({ lastSignIn }) => <When time={lastSignIn} /> },
  {
    id: 'actions',
    title: '',
    width: '68px',
    align: 'end',
    show: (account) => <AccountMenu account={account} />,
  },
]

/** The accounts of this console, and which of them are Admins. */
export function AdministratorsPage() {
  const styles = useStyles()
  const { data, error, refetch } = useQuery(accountsQuery)
  const [isAdding, setAdding] = useState(false)
  return (
    <Page
      title="Admin rights"
      crumbs={[{ text: 'Admin' }]}
      about="Who may sign in to this console. Admins may do everything; readers may look at users and groups. The tokens and clients of an account that loses Admin stop working."
      actions={
        <Button appearance="primary" icon={<AddRegular />} onClick={() => setAdding(true)}>
          Add account
        </Button>
      }
    >
      <Card className={styles.card}>
        <DataTable
          asked={{ error, refetch }}
          label="Accounts"
          columns={columns}
          rows={data?.administrators}
          keyOf={({ id }) => id}
          minWidth="660px"
          empty={null}
        />
      </Card>
      {isAdding && <AddAccount onClose={() => setAdding(false)} />}
    </Page>
  )
}

function Name({ account }: { readonly account: Account }) {
  const styles = useStyles()
  return (
    <span className={styles.name}>
      {account.userName}
      {account.isYou && (
        <Badge appearance="outline" size="small">
          You
        </Badge>
      )}
    </span>
  )
}
