import { Tab, TabList, Text, makeStyles, tokens } from '@fluentui/react-components'
import { Empty } from '@usher/parts/empty.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { When } from '@usher/parts/when.tsx'
import { useAsk } from '../../api/use-ask.ts'
import { Differences } from '../../parts/differences.tsx'
import { ResultBadge } from '../../parts/result-badge.tsx'
import { SidePanel } from '../../parts/side-panel.tsx'
import { actionNamed } from './columns.tsx'
import type { Line } from './question.ts'
import { Requests } from './requests.tsx'
import { Steps } from './steps.tsx'
import { Summary } from './summary.tsx'
import { Troubleshooting } from './troubleshooting.tsx'

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 12px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  tabs: { flexWrap: 'wrap', marginLeft: '-10px' },
})

type Props = {
  readonly change: string
  readonly tab: string
  readonly onTab: (tab: string) => void
  readonly onClose: () => void
}

/** One line with all that is known of it (LG-15 to LG-18), and what went over the wire. */
export function Detail({ change, tab, onTab, onClose }: Props) {
  const found = useAsk('GET /usher/log', { query: { change, bodies: true, curl: true } })
  const line = found.data?.entries[0]
  return (
    <SidePanel title={line === undefined ? 'Line of the log' : line.displayName || line.objectId} onClose={onClose}>
      <Loaded query={found}>
        {({ entries: [one] }) =>
          one === undefined ? (
            <Empty title="This line is not there any more">Lines are kept as long as the settings say.</Empty>
          ) : (
            <Told line={one} tab={tab} onTab={onTab} />
          )
        }
      </Loaded>
    </SidePanel>
  )
}

type ToldProps = { readonly line: Line } & Pick<Props, 'tab' | 'onTab'>

function Told({ line, tab, onTab }: ToldProps) {
  const styles = useStyles()
  const { entry, exchanges } = line
  const isTroubled = entry.provisioningStatusInfo.errorInformation !== null || entry.usher.advice !== null
  const tabs = [
    { value: 'steps', text: 'Steps', shows: <Steps steps={entry.provisioningSteps} /> },
    ...(isTroubled
      ? [{ value: 'help', text: 'Troubleshooting & Recommendations', shows: <Troubleshooting entry={entry} /> }]
      : []),
    { value: 'properties', text: 'Modified Properties', shows: <Properties line={line} /> },
    { value: 'summary', text: 'Summary', shows: <Summary line={line} /> },
    { value: 'requests', text: `Requests (${exchanges?.length ?? 0})`, shows: <Requests line={line} /> },
  ]
  const chosen = tabs.find(({ value }) => value === tab) ?? tabs[0]
  return (
    <>
      <div className={styles.head}>
        <Text weight="semibold">{actionNamed(line.action)}</Text>
        <ResultBadge result={line.result} />
        <Text className={styles.quiet}>
          <When time={line.at} as="second" />
        </Text>
      </div>
      <Text>
        {line.displayName || line.objectId} {entry.usher.reason}.
      </Text>
      <TabList
        size="small"
        className={styles.tabs}
        selectedValue={chosen?.value}
        onTabSelect={(_, { value }) => onTab(String(value))}
      >
        {tabs.map(({ value, text }) => (
          <Tab key={value} value={value}>
            {text}
          </Tab>
        ))}
      </TabList>
      <div role="tabpanel" aria-label={chosen?.text}>
        {chosen?.shows}
      </div>
    </>
  )
}

function Properties({ line: { entry } }: { readonly line: Line }) {
  const list = entry.modifiedProperties.map(({ displayName, oldValue, newValue }) => ({
    name: displayName,
    before: oldValue,
    after: newValue,
  }))
  if (list.length === 0) return <Empty title="No property was changed" />
  return <Differences label="Modified properties" list={list} />
}
