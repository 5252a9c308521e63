import { makeStyles } from '@fluentui/react-components'
import type { Column } from '@usher/parts/data-table.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { When } from '@usher/parts/when.tsx'
import { addressOf } from './address-of.ts'
import { AppIcon } from './app-icon.tsx'
import { JobState, type Status } from './job-state.tsx'
import { shown } from './numbers.ts'

const useStyles = makeStyles({
  name: { display: 'flex', alignItems: 'center', gap: '10px', minWidth: 0 },
  text: { overflow: 'hidden', textOverflow: 'ellipsis' },
})

/** Applications with how their provisioning does, a row for each job. */
export const jobColumns: readonly Column<Status>[] = [
  { id: 'name', title: 'Application', show: (status) => <Name status={status} /> },
  { id: 'state', title: 'Provisioning', width: '150px', show: ({ job }) => <State job={job} /> },
  { id: 'accounts', title: 'Accounts', width: '100px', align: 'end', show: ({ job }) => shown(job.active) },
  { id: 'failing', title: 'Failing', width: '90px', align: 'end', show: ({ job }) => shown(job.failed) },
  {
    id: 'last',
    title: 'Last cycle',
    width: '180px',
    isRoomy: true,
    show: ({ job }) => <When time={job.lastCycle?.ended ?? null} />,
  },
  {
    id: 'next',
    title: 'Next cycle',
    width: '180px',
    isRoomy: true,
    show: ({ job }) => <When time={job.nextRun} never="–" />,
  },
]

function Name({ status: { id, name, templateId, job } }: { readonly status: Status }) {
  const styles = useStyles()
  const text = job.name === 'Provisioning' ? name : `${name} · ${job.name}`
  return (
    <span className={styles.name}>
      <AppIcon template={templateId} />
      <span className={styles.text}>
        <TextLink to={addressOf(id, job)}>{text}</TextLink>
      </span>
    </span>
  )
}

function State({ job }: { readonly job: Status['job'] }) {
  return job.progress === null ? <JobState job={job} /> : <>{Math.floor(job.progress.percent)} % done</>
}
