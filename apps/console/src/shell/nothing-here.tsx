import { DocumentSearchRegular } from '@fluentui/react-icons/svg/document-search'
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import { Empty } from '@usher/parts/empty.tsx'
import { Page } from '@usher/parts/page.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { type Action, useSession } from '../api/session.ts'

/** Somebody is signed in who may not see this page. */
export function NotAllowed({ needs }: { readonly needs: Action | null }) {
  const { name, roles, owns } = useSession()
  const has = roles.length === 0 ? 'has no administrator role' : `is ${roles.join(' and ')}`
  return (
    <Page title="You may not see this">
      <Empty icon={<LockClosedRegular />} title={`${name} ${has}`}>
        Ask a Global Administrator or a Privileged Role Administrator for a role that gives <code>{needs}</code>, such
        as Cloud Application Administrator.
      </Empty>
      {owns.applications.length > 0 && (
        <Section title="Applications that you own">
          {owns.applications.map(({ id, displayName }) => (
            <TextLink key={id} to={`/enterprise-apps/${id}`}>
              {displayName}
            </TextLink>
          ))}
        </Section>
      )}
    </Page>
  )
}

type Back = { readonly title?: string; readonly to?: string; readonly text?: string }

/** `to`: where one finds what there is. */
export function NotFound({ title = 'Not found', to = '/', text = 'Home' }: Back) {
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
