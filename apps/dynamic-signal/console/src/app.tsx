import type { ReactNode } from 'react'
import { Spinner, makeStyles } from '@fluentui/react-components'
import { Navigate, Route, Routes } from 'react-router'
import { ActivityPage } from './activity/activity-page.tsx'
import { AdministratorsPage } from './administrators/administrators-page.tsx'
import { ApiPage } from './api-access/api-page.tsx'
import { useMe, useSignOut } from './api/session.ts'
import type { Me } from './api/types.ts'
import { GroupPage } from './groups/group-page.tsx'
import { GroupsPage } from './groups/groups-page.tsx'
import { NotFound } from '@usher/parts/not-found.tsx'
import { Product } from '@usher/parts/page.tsx'
import { Shell } from '@usher/parts/shell.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { SettingsPage } from './settings/settings-page.tsx'
import { AdministratorsOnly } from './shell/administrators-only.tsx'
import { Account } from './shell/account.tsx'
import { placesOf } from './shell/places.tsx'
import { SignIn } from './sign-in/sign-in.tsx'
import { TenantsPage } from './tenants/tenants-page.tsx'
import { UserPage } from './users/user-page.tsx'
import { UsersPage } from './users/users-page.tsx'

const useStyles = makeStyles({
  waiting: { height: '100%', display: 'grid', placeItems: 'center' },
  failed: { maxWidth: '640px', margin: '48px auto', padding: '0 20px' },
})

/** The sign-in, or the pages of whoever is signed in. */
export function App() {
  const styles = useStyles()
  const me = useMe()
  const signOut = useSignOut()
  if (me.isPending)
    return (
      <div className={styles.waiting}>
        <Spinner label="Loading" delay={300} />
      </div>
    )
  if (me.data === null) return <SignIn />
  if (me.data === undefined)
    return (
      <div className={styles.failed}>
        <Failed error={me.error} again={me.refetch} />
      </div>
    )
  const { userName, isAdmin, tenant } = me.data
  return (
    <Product value="Dynamic Signal">
      <Shell
        product="Dynamic Signal"
        home="/users"
        of={{ what: 'Tenant', name: tenant.name }}
        groups={placesOf(me.data)}
        end={
          <Account
            name={userName}
            about={`${isAdmin ? 'Admin' : 'Reader'} · ${tenant.name}`}
            onSignOut={() => void signOut()}
          />
        }
      >
        <Pages me={me.data} />
      </Shell>
    </Product>
  )
}

function Pages({ me }: { readonly me: Me }) {
  const admin = (page: ReactNode): ReactNode => (me.isAdmin ? page : <AdministratorsOnly />)
  const { isFirst, groups } = me.tenant
  return (
    <Routes>
      <Route path="/" element={<Navigate to="/users" replace />} />
      <Route path="/users" element={<UsersPage />} />
      <Route path="/users/:id" element={<UserPage me={me} />} />
      {groups && <Route path="/groups" element={<GroupsPage />} />}
      {groups && <Route path="/groups/:id" element={<GroupPage />} />}
      <Route path="/activity" element={admin(<ActivityPage />)} />
      <Route path="/admin" element={<Navigate to="/admin/advanced/api" replace />} />
      <Route path="/admin/advanced/api" element={admin(<ApiPage />)} />
      <Route path="/admin/rights" element={admin(<AdministratorsPage />)} />
      <Route path="/admin/settings" element={admin(<SettingsPage />)} />
      {isFirst && <Route path="/admin/tenants" element={admin(<TenantsPage />)} />}
      <Route path="*" element={<NotFound to="/users" text="Users" />} />
    </Routes>
  )
}
