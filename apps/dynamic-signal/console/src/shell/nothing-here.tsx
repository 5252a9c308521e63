import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import { DocumentSearchRegular } from '@fluentui/react-icons/svg/document-search'
import { TextLink } from '@usher/parts/text-link.tsx'
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

type Back = { readonly title?: string; readonly to?: string; readonly text?: string }

/** `to`: where one finds what there is. */
export function NotFound({ title = 'Not found', to = '/users', text = 'Users' }: Back) {
  return (
    <Page title={title}>
      <Empty
        icon={<DocumentSearchRegular />}
        title="There is nothing at this address"
        action={<TextLink to={to}>Go to {text}</TextLink>}
      >
        It may have been deleted, or the link is incomplete.
      </Empty>
    </Page>
  )
}
