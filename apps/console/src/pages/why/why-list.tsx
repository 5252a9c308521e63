import { Text } from '@fluentui/react-components'
import { AppsListRegular } from '@fluentui/react-icons/svg/apps-list'
import { Empty } from '@usher/parts/empty.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { useAsk } from '../../api/use-ask.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { WhyApplication } from './why-application.tsx'

/** *Why?* of a person or a group: application by application, all that decides. */
export function WhyList({ who }: { readonly who: string }) {
  const why = useAsk('GET /usher/why', { query: { who } })
  return (
    <Loaded query={why}>
      {({ applications }) =>
        applications.length === 0 ? (
          <Empty
            icon={<AppsListRegular />}
            title="There is no application yet"
            action={<LinkButton to="/enterprise-apps/gallery">New application</LinkButton>}
          />
        ) : (
          <>
            <Text>
              Why somebody has an account or has none, as things are now: every check that is made, and what the next
              cycle would do.
            </Text>
            {applications.map((one) => (
              <WhyApplication key={`${one.applicationId} ${one.jobName}`} why={one} who={who} />
            ))}
          </>
        )
      }
    </Loaded>
  )
}
