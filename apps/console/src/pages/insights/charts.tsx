import { DataVizPalette, LineChart, VerticalStackedBarChart, getColorFromToken } from '@fluentui/react-charts'
import { useIsDark } from '@usher/parts/theme.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { Bars } from './bars.tsx'
import { Chart } from './chart.tsx'
import { type Day, type Insights, dayName, percent, successRate, took } from './rates.ts'

type Colour = keyof typeof DataVizPalette

/** Colours of charts as the theme has them. */
function useColour(): (name: Colour) => string {
  const isDark = useIsDark()
  return (name) => getColorFromToken(DataVizPalette[name], isDark)
}

type Days = { readonly days: readonly Day[] }
const kinds = [
  { of: 'create', legend: 'Created', color: 'success' },
  { of: 'update', legend: 'Updated', color: 'color1' },
  { of: 'disable', legend: 'Disabled', color: 'warning' },
  { of: 'delete', legend: 'Deleted', color: 'color4' },
  { of: 'other', legend: 'Other', color: 'color5' },
  { of: 'failure', legend: 'Failed', color: 'error' },
] as const

export function Actions({ days }: Days) {
  const colour = useColour()
  const used = kinds.filter(({ of }) => days.some((day) => day[of] > 0))
  return (
    <Chart
      title="Actions by day"
      head={['Day', ...kinds.map(({ legend }) => legend)]}
      rows={days.toReversed().map((day) => [dayName(day.day), ...kinds.map(({ of }) => day[of].toLocaleString('en'))])}
    >
      {(size) => (
        <VerticalStackedBarChart
          {...size}
          data={days.map((day) => ({
            xAxisPoint: dayName(day.day),
            chartData: used.map(({ of, legend, color }) => ({
              legend,
              data: day[of],
              color: colour(color),
            })),
          }))}
          barWidth="auto"
          barGapMax={3}
          barCornerRadius={2}
          xAxisInnerPadding={0.4}
          hideTickOverlap
          chartTitle="Actions by day"
        />
      )}
    </Chart>
  )
}

export function SuccessRates({ days }: Days) {
  const colour = useColour()
  const known = days.flatMap((day) => {
    const y = successRate(day)
    return y === null
      ? []
      : [{ x: new Date(day.day), y, yAxisCalloutData: percent(y), xAxisCalloutData: dayName(day.day) }]
  })
  return (
    <Chart
      title="Success rate"
      about="Of what was tried; what was left out was not."
      head={['Day', 'Rate', 'Failed']}
      rows={days
        .toReversed()
        .map((day) => [dayName(day.day), percent(successRate(day)), day.failure.toLocaleString('en')])}
      nothing={known.length === 0 ? 'Nothing was tried.' : undefined}
    >
      {(size) => (
        <LineChart
          {...size}
          useUTC
          yMinValue={0}
          yMaxValue={100}
          data={{
            chartTitle: 'Success rate',
            lineChartData: [{ legend: 'Percent', color: colour('success'), data: known }],
          }}
        />
      )}
    </Chart>
  )
}

export function ChangeTimes({ days }: Days) {
  const colour = useColour()
  const line = (share: 'p50' | 'p95') =>
    days.flatMap(({ day, change }) =>
      change[share] === null
        ? []
        : [
            {
              x: new Date(day),
              y: change[share],
              yAxisCalloutData: took(change[share]),
              xAxisCalloutData: dayName(day),
            },
          ],
    )
  return (
    <Chart
      title="From change to account"
      about="Seconds until a change of the directory was carried out."
      head={['Day', 'Changes', 'Half within', '95 of 100 within']}
      rows={days
        .toReversed()
        .map(({ day, change: { count, p50, p95 } }) => [
          dayName(day),
          count.toLocaleString('en'),
          took(p50),
          took(p95),
        ])}
      nothing={line('p50').length === 0 ? 'No change was carried out.' : undefined}
    >
      {(size) => (
        <LineChart
          {...size}
          useUTC
          yMinValue={0}
          data={{
            chartTitle: 'From change to account',
            lineChartData: [
              { legend: 'Median', color: colour('color1'), data: line('p50') },
              { legend: '95th percentile', color: colour('color3'), data: line('p95') },
            ],
          }}
        />
      )}
    </Chart>
  )
}

type ErrorsProps = { readonly errors: Insights['errors']; readonly logs: string }

export function Errors({ errors, logs }: ErrorsProps) {
  const colour = useColour()
  return (
    <Chart
      title="Top errors"
      head={['Error code', 'Lines', 'Applications']}
      rows={errors.map(({ code, lines, applications }) => [
        <TextLink key={code} to={`${logs}&code=${code}`}>
          {code}
        </TextLink>,
        lines.toLocaleString('en'),
        applications.join(', '),
      ])}
      nothing={errors.length === 0 ? 'Nothing failed.' : undefined}
    >
      {() => (
        <Bars
          bars={errors.map(({ code, lines }) => ({
            name: code,
            to: `${logs}&code=${code}`,
            value: lines,
            says: lines.toLocaleString('en'),
          }))}
          color={colour('error')}
        />
      )}
    </Chart>
  )
}

export function Targets({ targets }: { readonly targets: Insights['targets'] }) {
  const colour = useColour()
  const some = targets.slice(0, 10)
  return (
    <Chart
      title="Slowest targets"
      about="95 of 100 requests were answered within this time."
      head={['Application', 'Requests', 'Half within', '95 of 100 within']}
      rows={targets.map(({ application, displayName, count, p50, p95 }) => [
        <TextLink key={application} to={`/enterprise-apps/${application}/insights`}>
          {displayName}
        </TextLink>,
        count.toLocaleString('en'),
        took(p50),
        took(p95),
      ])}
      nothing={targets.length === 0 ? 'No application was asked for anything.' : undefined}
    >
      {() => (
        <Bars
          bars={some.map(({ application, displayName, p95 }) => ({
            name: displayName,
            to: `/enterprise-apps/${application}/insights`,
            value: p95 ?? 0,
            says: took(p95),
          }))}
          color={colour('color1')}
        />
      )}
    </Chart>
  )
}
