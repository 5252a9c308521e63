import { Badge, Button, Field, Select, makeStyles } from '@fluentui/react-components'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { When } from '@usher/parts/when.tsx'
import { type Gives, ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAskEvery } from '../../api/use-ask.ts'
import { plural } from '../../parts/numbers.ts'

type Delivery = Gives<'GET /usher/deliveries'>['deliveries'][number]
const useStyles = makeStyles({ tools: { display: 'flex', flexWrap: 'wrap', gap: '8px', padding: '0 20px' } })
const states = { waiting: 'Waits', delivered: 'Delivered', givenUp: 'Given up' } as const
const colors = { waiting: 'warning', delivered: 'success', givenUp: 'danger' } as const
const columns: readonly Column<Delivery>[] = [
  { id: 'at', title: 'When', width: '180px', show: ({ at }) => <When time={at} /> },
  { id: 'to', title: 'To', width: '180px', show: ({ recipient }) => recipient },
  { id: 'what', title: 'What', wraps: true, show: ({ sentence, kind }) => sentence ?? kind },
  { id: 'state', title: 'State', width: '120px', show: ({ state }) => <Badge appearance="tint" color={colors[state]}>{states[state]}</Badge> },
  { id: 'error', title: 'Last error', isRoomy: true, wraps: true, show: ({ error, next }) => error === null ? '' : <>{error} {next !== null && <>Next: <When time={next} /></>}</> },
] // prettier-ignore
/** Milliseconds. */
const often = 15_000

/** What people and programs were told, and what still waits. */
export function DeliveriesPage() {
  const styles = useStyles()
  const may = useMay()
  const [query, change] = useAddress()
  const state = (['waiting', 'delivered', 'givenUp'] as const).find((one) => one === query.get('state'))
  const all = useAskEvery(often, 'GET /usher/deliveries', { query: { limit: 200, ...(state !== undefined && { state }) } })
  const retry = useAction({
    run: () => ask('POST /usher/deliveries/retry', { body: { ids: 'failed' } }),
    done: ({ count }) => `${plural(count, 'delivery', 'deliveries')} sent again.`,
    refresh: ['GET /usher/deliveries'],
    failures: 'toast',
  })
  return (
    <Section title="Deliveries" about="The last 200 mails and webhook calls. Nothing is lost while a receiver is away: it is tried again for days." isFlush>
      <div className={styles.tools}>
        <Field>
          <Select aria-label="State" value={state ?? ''} onChange={(_, { value }) => change({ state: value })}>
            <option value="">State: all</option>
            {Object.entries(states).map(([id, text]) => (
              <option key={id} value={id}>
                {text}
              </option>
            ))}
          </Select>
        </Field>
        {may('usher/notifications/manage') && (
          <Button disabledFocusable={retry.isPending} onClick={() => retry.mutate()}>
            Send again what failed
          </Button>
        )}
      </div>
      <DataTable
        asked={all}
        label="Deliveries"
        columns={columns}
        rows={all.data?.deliveries}
        keyOf={({ id }) => id}
        minWidth="860px"
        leastWidth="620px"
        empty={<Empty title="Nothing was told yet" />}
      />
    </Section>
  )
} // prettier-ignore
