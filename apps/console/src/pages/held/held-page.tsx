import { Tab, TabList, makeStyles } from '@fluentui/react-components'
import { Loaded } from '@usher/parts/loaded.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { useAsk } from '../../api/use-ask.ts'
import { useJobEvents } from '../../api/use-job-events.ts'
import { EachJob } from '../../parts/each-job.tsx'
import { useJob } from '../../parts/use-job.ts'
import { HeldList } from './held-list.tsx'
import { kindOf, kinds } from './kinds.ts'

const useStyles = makeStyles({ tabs: { marginLeft: '-10px', flexWrap: 'wrap' } })

/** What waits for somebody: removals, unusual changes, and accounts that would be taken over. */
export function HeldPage() {
  return (
    <EachJob>
      <Kinds />
    </EachJob>
  )
}

function Kinds() {
  const styles = useStyles()
  const { app, job, at } = useJob()
  const [query, change] = useAddress()
  useJobEvents(app, job)
  const status = useAsk('GET /usher/apps/{app}/status', at)
  return (
    <Loaded query={status}>
      {(known) => {
        const chosen = kindOf(query.get('kind'), known.job)
        return (
          <>
            <TabList
              className={styles.tabs}
              selectedValue={chosen.kind}
              onTabSelect={(_, { value }) =>
                change({ kind: String(value), search: undefined, decision: undefined, who: undefined }, true)
              }
            >
              {kinds.map(({ kind, tab, count }) => (
                <Tab key={kind} value={kind}>
                  {tab} ({count(known.job).toLocaleString('en')})
                </Tab>
              ))}
            </TabList>
            <HeldList key={chosen.kind} status={known} about={chosen} />
          </>
        )
      }}
    </Loaded>
  )
}
