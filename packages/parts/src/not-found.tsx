import { DocumentSearchRegular } from '@fluentui/react-icons/svg/document-search'
import { Empty } from './empty.tsx'
import { Page } from './page.tsx'
import { TextLink } from './text-link.tsx'

type Props = {
  readonly title?: string
  /** Where one finds what there is. */
  readonly to: string
  readonly text: string
}

/** The page of an address that there is not, or not any more. */
export function NotFound({ title = 'Not found', to, text }: Props) {
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
