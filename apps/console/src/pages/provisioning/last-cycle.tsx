import { Text } from '@fluentui/react-components'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { When } from '@usher/parts/when.tsx'
import { useMay } from '../../api/session.ts'
import { Figures } from '../../parts/figures.tsx'
import type { Status } from '../../parts/job-state.tsx'
import { duration, plural } from '../../parts/numbers.ts'

type Cycle = NonNullable<Status['job']['lastCycle']>

/** What the last cycle did. */
export function LastCycle({ app, cycle }: { readonly app: string; readonly cycle: Cycle }) {
  const may = useMay()
  const { ended, seconds, requests, stopped } = cycle
  const skipped = Object.values(cycle.skipped).reduce((sum, count) => sum + count, 0)
  return (
    <Section
      title={cycle.cycle === 'initial' ? 'Last cycle: initial' : 'Last cycle: incremental'}
      about={
        <Text>
          {stopped ? 'Stopped' : 'Ended'} <When time={ended} />, took {duration(seconds)} and{' '}
          {plural(requests, 'request')}.
          {cycle.id !== undefined && may('microsoft.directory/provisioningLogs/allProperties/read') && (
            <>
              {' '}
              <TextLink to={`/enterprise-apps/${app}/provisioning-logs?since=all&cycle=${cycle.id}`}>
                Its lines in the log
              </TextLink>
            </>
          )}
        </Text>
      }
    >
      <Figures
        figures={[
          { label: 'Read', value: cycle.read },
          { label: 'In scope', value: cycle.inScope },
          { label: 'Created', value: cycle.created },
          { label: 'Updated', value: cycle.updated },
          { label: 'Disabled', value: cycle.disabled },
          { label: 'Deleted', value: cycle.deleted },
          { label: 'Unchanged', value: cycle.unchanged },
          { label: 'Skipped', value: skipped },
          { label: 'Failed', value: cycle.failed },
        ]}
      />
    </Section>
  )
}
