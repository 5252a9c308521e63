import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components'
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle'
import { DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Page } from '@usher/parts/page.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import type { Gives } from '../../api/ask.ts'
import { useAskOften } from '../../api/use-ask.ts'
import { Figures } from '../../parts/figures.tsx'
import { jobColumns } from '../../parts/job-columns.tsx'
import { NoApplications } from '../../parts/no-applications.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Says } from '../../parts/says.tsx'
import { attentionTo } from './attention.ts'

const useStyles = makeStyles({ bars: { display: 'flex', flexDirection: 'column', gap: '8px' } })
const most = 20

type Whole = Gives<'GET /usher/status'>

/** How everything is doing, and what needs somebody. */
export function HomePage() {
  const status = useAskOften('GET /usher/status')
  return (
    <Page title="Home">
      <Loaded query={status}>
        {(whole) => (
          <>
            <Glance whole={whole} />
            <NeedsAttention whole={whole} />
            <Jobs whole={whole} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Glance({ whole: { users, groups, deleted, applications } }: { readonly whole: Whole }) {
  const accounts = applications.reduce((sum, { job }) => sum + job.active, 0)
  return (
    <Section title="At a glance">
      <Figures
        figures={[
          { label: 'People', value: users, to: '/users' },
          { label: 'Groups', value: groups, to: '/groups' },
          { label: 'Deleted people', value: deleted, to: '/users?state=deleted' },
          { label: 'Applications', value: new Set(applications.map(({ id }) => id)).size, to: '/enterprise-apps' },
          { label: 'Active accounts', value: accounts },
        ]}
      />
    </Section>
  )
}

function NeedsAttention({ whole }: { readonly whole: Whole }) {
  const styles = useStyles()
  const all = attentionTo(whole.applications)
  if (whole.applications.length === 0) return null
  return (
    <Section title="Needs attention">
      {all.length === 0 && <Empty icon={<CheckmarkCircleRegular />} title="Everything is as it should be" />}
      <div className={styles.bars}>
        {all.slice(0, most).map(({ intent, app, name, job, says, act, to }) => (
          <MessageBar key={`${to} ${says}`} intent={intent} layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>
                <Says text={says} app={app} job={job} />
              </MessageBarTitle>{' '}
              <Says text={act} app={app} job={job} />
            </MessageBarBody>
            <MessageBarActions>
              <LinkButton to={to} label={`Open ${name}`}>
                Open
              </LinkButton>
            </MessageBarActions>
          </MessageBar>
        ))}
        {all.length > most && <TextLink to="/enterprise-apps">And {all.length - most} more</TextLink>}
      </div>
    </Section>
  )
}

function Jobs({ whole: { applications } }: { readonly whole: Whole }) {
  return (
    <Section title="Provisioning" isFlush>
      <DataTable
        label="Provisioning of applications"
        columns={jobColumns}
        rows={applications.slice(0, most)}
        keyOf={({ job }) => job.id}
        minWidth="860px"
        leastWidth="520px"
        empty={<NoApplications />}
      />
    </Section>
  )
}
