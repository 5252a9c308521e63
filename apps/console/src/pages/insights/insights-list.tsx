import { Select, Text, Field, makeStyles } from '@fluentui/react-components'
import { DataHistogramRegular } from '@fluentui/react-icons/svg/data-histogram'
import { Empty } from '@usher/parts/empty.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { useAsk } from '../../api/use-ask.ts'
import { Figures } from '../../parts/figures.tsx'
import { plural } from '../../parts/numbers.ts'
import { Actions, ChangeTimes, Errors, SuccessRates, Targets } from './charts.tsx'
import { type Insights, percent, successRate, took } from './rates.ts'

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', gap: '20px', minWidth: 0 },
  range: { maxWidth: '220px' },
  pair: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(420px, 100%), 1fr))',
    gap: '20px',
    alignItems: 'start',
  },
})
const ranges = [
  { days: 7, text: 'Last 7 days' },
  { days: 30, text: 'Last 30 days' },
  { days: 90, text: 'Last 90 days' },
  { days: 365, text: 'Last year' },
]

/** What the provisioning log comes to, of one application or of all. */
export function InsightsList({ app }: { readonly app?: string }) {
  const styles = useStyles()
  const [query, change] = useAddress()
  const days = ranges.find((one) => String(one.days) === query.get('days'))?.days ?? 30
  const insights = useAsk('GET /usher/insights', { query: { days, ...(app !== undefined && { app }) } })
  return (
    <div className={styles.all}>
      <Field label="Time" className={styles.range}>
        <Select value={String(days)} onChange={(_, { value }) => change({ days: value === '30' ? undefined : value })}>
          {ranges.map((one) => (
            <option key={one.days} value={one.days}>
              {one.text}
            </option>
          ))}
        </Select>
      </Field>
      <Loaded query={insights}>{(known) => <Shown insights={known} app={app} />}</Loaded>
    </div>
  )
}

type Props = { readonly insights: Insights; readonly app: string | undefined }

function Shown({ insights, app }: Props) {
  const styles = useStyles()
  const { results, change, days } = insights
  const done = results.success + results.warning
  const logs = app === undefined ? '/provisioning-logs' : `/enterprise-apps/${app}/provisioning-logs`
  const since = `since=days&from=${days[0]?.day ?? ''}`
  if (Object.values(results).every((count) => count === 0))
    return (
      <Section title="Insights">
        <Empty icon={<DataHistogramRegular />} title="Nothing happened in this period">
          Charts begin with the first account that is created, changed or disabled.
        </Empty>
      </Section>
    )
  return (
    <>
      <Section title="At a glance" about="Days are those of UTC.">
        <Figures
          figures={[
            { label: 'Done', value: done, to: `${logs}?${since}&result=success` },
            { label: 'Failed', value: results.failure, to: `${logs}?${since}&result=failure` },
            { label: 'Success rate', value: percent(successRate(results)) },
            { label: 'Change to account, half within', value: took(change.p50) },
            { label: 'Change to account, 95 of 100 within', value: took(change.p95) },
          ]}
        />
        <Text size={200}>
          {change.count === 0
            ? 'No change of the directory was carried out yet, so nothing is known of how long one takes.'
            : `Measured from ${plural(change.count, 'change')}, each from its moment in the directory to the answer of the application.`}
        </Text>
      </Section>
      <Actions days={days} />
      <div className={styles.pair}>
        <SuccessRates days={days} />
        <ChangeTimes days={days} />
        <Errors errors={insights.errors} logs={`${logs}?${since}`} />
        {app === undefined && <Targets targets={insights.targets} />}
      </div>
    </>
  )
}
