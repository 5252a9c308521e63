import { ProgressBar, Text, makeStyles, tokens } from '@fluentui/react-components'
import { Section } from '@usher/parts/section.tsx'
import { When } from '@usher/parts/when.tsx'
import type { Progress } from '../../api/use-job-events.ts'
import { Figures } from '../../parts/figures.tsx'
import { JobState, type Status } from '../../parts/job-state.tsx'
import { duration, plural, shown } from '../../parts/numbers.ts'

const useStyles = makeStyles({
  running: { display: 'flex', flexDirection: 'column', gap: '6px' },
  words: { display: 'flex', flexWrap: 'wrap', gap: '4px 16px', color: tokens.colorNeutralForeground2 },
  percent: { marginLeft: 'auto', fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums' },
})

const phases: Readonly<Record<string, string>> = {
  census: 'Reading the directory',
  leavers: 'Leavers',
  people: 'People',
  groups: 'Groups',
  retries: 'What failed before',
  references: 'References',
  memberships: 'Memberships',
  drift: 'Drift',
}

/** Where provisioning is: on or off, what runs and how fast, when it runs again. */
export function Standing({ status: { job } }: { readonly status: Status }) {
  return (
    <Section title="Current status">
      {job.progress !== null && <Running progress={job.progress} />}
      <Figures
        figures={[
          { label: 'State', value: <JobState job={job} /> },
          { label: 'Active accounts', value: job.active },
          { label: 'Users', value: job.history.synchronizedEntryCountByType['User'] ?? 0 },
          { label: 'Groups', value: job.history.synchronizedEntryCountByType['Group'] ?? 0 },
          { label: 'Failing', value: job.failed },
          { label: 'Next cycle', value: <Next job={job} /> },
        ]}
      />
    </Section>
  )
}

/** A change in the directory does not wait for it. */
function Next({ job: { progress, nextRun, state } }: { readonly job: Status['job'] }) {
  if (progress !== null) return <>Runs now</>
  if (nextRun === null) return <>{state === 'Active' ? 'Soon' : 'When it is started'}</>
  return <When time={nextRun} />
}

function Running({ progress }: { readonly progress: NonNullable<Progress> }) {
  const styles = useStyles()
  const { phase, done, total, percent, estimate, requests, waiting } = progress
  return (
    <div className={styles.running}>
      <ProgressBar thickness="large" max={100} value={percent} aria-label="Progress of the cycle" />
      <div className={styles.words}>
        <Text>{phases[phase] ?? phase}</Text>
        <Text>{total > 0 ? `${shown(done)} of ${shown(total)}` : shown(done)}</Text>
        <Text>{plural(requests, 'request')}</Text>
        {estimate !== null && (
          <Text>
            {shown(estimate.rate < 10 ? Number(estimate.rate.toFixed(1)) : Math.round(estimate.rate))} a second, about{' '}
            {duration(estimate.remaining)} left
          </Text>
        )}
        {waiting !== null && (
          <Text>
            The application asked for time ({waiting.status}) until <When time={waiting.until} as="second" />
          </Text>
        )}
        <Text className={styles.percent}>{Math.floor(percent)} %</Text>
      </div>
    </div>
  )
}
