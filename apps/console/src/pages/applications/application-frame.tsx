import { use } from 'react'
import { makeStyles } from '@fluentui/react-components'
import { Failed } from '@usher/parts/failed.tsx'
import { Page } from '@usher/parts/page.tsx'
import { isGone } from '@usher/parts/refused.ts'
import { Outlet, useLocation, useParams } from 'react-router'
import { useAsk } from '../../api/use-ask.ts'
import { useMay } from '../../api/session.ts'
import { Within } from '../../place.ts'
import { NotFound } from '../../shell/nothing-here.tsx'
import { SideMenu } from '../../parts/side-menu.tsx'

const useStyles = makeStyles({
  frame: {
    display: 'grid',
    gridTemplateColumns: '240px minmax(0, 1fr)',
    gap: '24px',
    alignItems: 'start',
    '@media (max-width: 960px)': { gridTemplateColumns: 'minmax(0, 1fr)', gap: '16px' },
  },
  content: { display: 'flex', flexDirection: 'column', gap: '20px', minWidth: 0 },
})

/** One application: its name, the menu of its pages, and one of them. */
export function ApplicationFrame() {
  const styles = useStyles()
  const may = useMay()
  const { app = '' } = useParams()
  const { pathname } = useLocation()
  const application = useAsk('GET /usher/apps/{app}', { path: { app } })
  const root = `/enterprise-apps/${app}`
  const entries = use(Within).flatMap(({ path, menu, needs }) =>
    menu === undefined || !may(needs) ? [] : [{ ...menu, to: `${root}/${path}` }],
  )
  const here = entries.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
  if (isGone(application.error))
    return <NotFound title="No such application" to="/enterprise-apps" text="Enterprise apps" />
  const name = application.data?.displayName ?? ''
  return (
    <Page
      title={here === undefined ? name : `${name} | ${here.text}`}
      crumbs={[{ text: 'Enterprise apps', to: '/enterprise-apps' }]}
    >
      <div className={styles.frame}>
        <SideMenu label={name} entries={entries} />
        <div className={styles.content}>
          <Failed error={application.error} again={application.refetch} />
          <Outlet />
        </div>
      </div>
    </Page>
  )
}
