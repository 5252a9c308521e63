import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import { Empty } from '@usher/parts/empty.tsx'
import { Page } from '@usher/parts/page.tsx'
import { type Action, useSession } from '../api/session.ts'

/** Somebody is signed in who may not see this page. */
export function NotAllowed({ needs }: { readonly needs: Action | null }) {
  const { name, roles } = useSession()
  const has = roles.length === 0 ? 'has no administrator role' : `is ${roles.join(' and ')}`
  return (
    <Page title="You may not see this">
      <Empty icon={<LockClosedRegular />} title={`${name} ${has}`}>
        Ask a Global Administrator or a Privileged Role Administrator for a role that gives <code>{needs}</code>, such
        as Cloud Application Administrator.
      </Empty>
    </Page>
  )
}
