import { Text } from '@fluentui/react-components'
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected'
import { Empty } from '@usher/parts/empty.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { useJobEvents } from '../../api/use-job-events.ts'
import type { Status } from '../../parts/job-state.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { useJob } from '../../parts/use-job.ts'
import { Banners } from './banners.tsx'
import { Commands } from './commands.tsx'
import { JobChoice } from './job-choice.tsx'
import { LastCycle } from './last-cycle.tsx'
import { Recent } from './recent.tsx'
import { Standing } from './standing.tsx'
import { Technical } from './technical.tsx'

/** How provisioning of an application does, as it happens; and what starts and stops it. */
export function ProvisioningPage() {
  const { app, job: named } = useJob()
  const jobs = useAsk('GET /usher/apps/{app}/jobs', { path: { app } })
  return (
    <Loaded query={jobs}>
      {({ jobs: all }) => {
        const names = all.map(({ job }) => job.name)
        const name = named ?? names[0]
        if (name === undefined) return <Empty title="This application has no job" />
        return (
          <>
            {names.length > 1 && <JobChoice names={names} name={name} />}
            <OneJob key={name} app={app} name={name} />
          </>
        )
      }}
    </Loaded>
  )
}

function OneJob({ app, name }: { readonly app: string; readonly name: string }) {
  useJobEvents(app, name)
  const status = useAsk('GET /usher/apps/{app}/status', { path: { app }, query: { job: name } })
  return (
    <Loaded query={status}>
      {(known) =>
        known.job.code === 'NotConfigured' ? <NotConfigured status={known} /> : <Configured status={known} />
      }
    </Loaded>
  )
}

function NotConfigured({ status: { id, name, job } }: { readonly status: Status }) {
  const may = useMay()
  const mayConfigure = may('microsoft.directory/servicePrincipals/synchronizationCredentials/manage')
  return (
    <Section title="Provisioning is not configured">
      <Empty
        icon={<PlugConnectedRegular />}
        title={`Nobody gets an account in ${name} yet`}
        action={
          mayConfigure && (
            <LinkButton
              to={`/enterprise-apps/${id}/provisioning/new?job=${encodeURIComponent(job.name)}`}
              appearance="primary"
            >
              New configuration
            </LinkButton>
          )
        }
      >
        Say where the application is and how it is asked. Nothing is written before you start it, and starting it shows
        first what it would do.
        {!mayConfigure && <Text block>A Cloud Application Administrator can do that.</Text>}
      </Empty>
    </Section>
  )
}

function Configured({ status }: { readonly status: Status }) {
  return (
    <>
      <Commands status={status} />
      <Banners status={status} />
      <Standing status={status} />
      {status.job.lastCycle !== null && <LastCycle app={status.id} cycle={status.job.lastCycle} />}
      <Recent app={status.id} />
      <Technical status={status} />
    </>
  )
}
