import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import { Empty } from '@usher/parts/empty.tsx'
import { Page } from '@usher/parts/page.tsx'

export function AdministratorsOnly() {
  return (
    <Page title="Administrators only">
      <Empty icon={<LockClosedRegular />} title="Only administrators may see this page">
        Your account has no Admin permission. Ask an administrator to grant it under Admin &gt; Admin rights.
      </Empty>
    </Page>
  )
}
