import { AppsAddInRegular } from '@fluentui/react-icons/svg/apps-add-in'
import { Empty } from '@usher/parts/empty.tsx'
import { LinkButton } from './link-button.tsx'

/** There is no application yet: where they come from. */
export function NoApplications() {
  return (
    <Empty
      icon={<AppsAddInRegular />}
      title="No application yet"
      action={
        <LinkButton to="/enterprise-apps/gallery" appearance="primary">
          New application
        </LinkButton>
      }
    >
      Add one from the gallery, or create your own: any application that speaks SCIM 2.0.
    </Empty>
  )
}
