import { Failed } from '@usher/parts/failed.tsx'
import { NotFound } from '@usher/parts/not-found.tsx'
import { isGone } from '@usher/parts/refused.ts'
import { useParams } from 'react-router'
import { useAsk } from '../../api/use-ask.ts'
import { Framed } from '../../parts/framed.tsx'

/** One application: its name, the menu of its pages, and one of them. */
export function ApplicationFrame() {
  const { app = '' } = useParams()
  const application = useAsk('GET /usher/apps/{app}', { path: { app } })
  if (isGone(application.error))
    return <NotFound title="No such application" to="/enterprise-apps" text="Enterprise apps" />
  return (
    <Framed
      name={application.data?.displayName ?? ''}
      root={`/enterprise-apps/${app}`}
      crumbs={[{ text: 'Enterprise apps', to: '/enterprise-apps' }]}
    >
      <Failed error={application.error} again={application.refetch} />
    </Framed>
  )
}
