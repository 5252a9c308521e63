import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import { DocumentSearchRegular } from '@fluentui/react-icons/svg/document-search'
import { TextLink } from '../parts/text-link.tsx'
import { Empty } from '../parts/empty.tsx'
import { Page } from '../parts/page.tsx'

export function AdministratorsOnly() {
  return (
    <Page title="Administrators only">
      <Empty icon={<LockClosedRegular />} title="Only administrators may see this page">
        Your account has no Admin permission. Ask an administrator to grant it under Admin &gt; Admin rights.
      </Empty>
    </Page>
  )
}

export function NotFound() {
  return (
    <Page title="Not found">
      <Empty
        icon={<DocumentSearchRegular />}
        title="There is nothing at this address"
        action={<TextLink to="/users">Go to Users</TextLink>}
      >
        It may have been deleted, or the link is incomplete.
      </Empty>
    </Page>
  )
}
