import { CopyField } from '@usher/parts/copy.tsx'
import { Field } from '@fluentui/react-components'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { When } from '@usher/parts/when.tsx'
import { useParams } from 'react-router'
import { useMay } from '../../api/session.ts'
import { useAsk, useAskEvery, useAskIf } from '../../api/use-ask.ts'
import { Figures } from '../../parts/figures.tsx'
import { addressOf } from '../../parts/address-of.ts'
import { JobState } from '../../parts/job-state.tsx'
import { LinkButton } from '../../parts/link-button.tsx'

/** Milliseconds. */
const often = 10_000

/** What an application is, and what to do with it next. */
export function OverviewPage() {
  const { app = '' } = useParams()
  const may = useMay()
  const application = useAsk('GET /usher/apps/{app}', { path: { app } })
  const template = application.data?.templateId ?? ''
  const told = useAskIf(template !== '', 'GET /usher/gallery/{template}', { path: { template } })
  const jobs = useAskEvery(often, 'GET /usher/apps/{app}/jobs', { path: { app } })
  return (
    <>
      <Loaded query={jobs}>
        {({ jobs: all }) =>
          all.map((status) => {
            const { job } = status
            const isNew = job.code === 'NotConfigured'
            const isNext = isNew && may('microsoft.directory/servicePrincipals/synchronizationCredentials/manage')
            return (
              <Section
                key={job.id}
                title={job.name}
                about={
                  isNew ? 'Say where the application is and how it is asked; then people can get accounts.' : undefined
                }
                actions={
                  <LinkButton
                    to={isNext ? `/enterprise-apps/${app}/provisioning/new` : addressOf(app, job)}
                    appearance={isNext ? 'primary' : 'secondary'}
                  >
                    {isNext ? 'Configure provisioning' : 'Open provisioning'}
                  </LinkButton>
                }
              >
                <Figures
                  figures={[
                    { label: 'State', value: <JobState job={job} /> },
                    { label: 'Active accounts', value: job.active },
                    { label: 'Failing', value: job.failed },
                    { label: 'Last cycle', value: <When time={job.lastCycle?.ended ?? null} /> },
                  ]}
                />
              </Section>
            )
          })
        }
      </Loaded>
      <Loaded query={application}>
        {({ id, templateId, requiresRole, appRoles }) => (
          <Section title="About">
            <Figures
              figures={[
                { label: 'Made from', value: told.data?.displayName ?? templateId },
                {
                  label: 'Roles',
                  value: appRoles.length === 0 ? 'None' : appRoles.map((role) => role.displayName).join(', '),
                },
                { label: 'Default Access', value: requiresRole ? 'Not enough: a role is needed' : 'Is enough' },
              ]}
            />
            <Field label="Object ID">
              <CopyField what="Object ID" text={id} />
            </Field>
          </Section>
        )}
      </Loaded>
    </>
  )
}
