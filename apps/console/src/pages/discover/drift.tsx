import { useEffect, useEffectEvent, useState } from 'react'
import { Button, MessageBar, MessageBarBody, Spinner, Text, makeStyles } from '@fluentui/react-components'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { TextLink } from '@usher/parts/text-link.tsx'
import { useMay } from '../../api/session.ts'
import { useLines } from '../../api/use-lines.ts'
import { Differences } from '../../parts/differences.tsx'
import { RowButton } from '../../parts/row-button.tsx'
import { SidePanel } from '../../parts/side-panel.tsx'
import { useJob } from '../../parts/use-job.ts'
import { type Differing, type Drift, type Line, driftInWords, driftOfOne } from './accounts.ts'
import { PutRight } from './put-right.tsx'

const useStyles = makeStyles({ within: { padding: '0 20px', display: 'flex', flexDirection: 'column', gap: '12px' } })

const manage = 'microsoft.directory/servicePrincipals/synchronizationJobs/manage'
/** As many are listed; all are counted. */
const most = 500

/** What somebody changed in the application, and a way to put it right. */
export function DriftSection() {
  const [query] = useAddress()
  const who = query.get('who') ?? ''
  return <Drifting key={who} who={who} />
}

/** `who`: of one person or group alone; nobody is everybody. */
function Drifting({ who }: { readonly who: string }) {
  const styles = useStyles()
  const may = useMay()
  const { app, at } = useJob()
  const [query, address] = useAddress()
  const [differing, setDiffering] = useState<readonly Differing[]>([])
  const [drift, setDrift] = useState<Drift | null>(null)
  const [opened, open] = useState<Differing | null>(null)
  const [isAsking, ask] = useState(false)
  const compare = useLines<Line>('GET /usher/apps/{app}/drift', {
    hear: ({ change, drift: counted }) => {
      if (change !== undefined) setDiffering((before) => [...before, change])
      if (counted !== undefined) setDrift(counted)
    },
  })
  const begin = (): void => {
    setDiffering([])
    setDrift(null)
    compare.run({ ...at, query: { ...at.query, limit: most, ...(who !== '' && { who }) } })
  }
  // Whoever was sent the address of one person sees what differs without asking for it.
  const beginOfOne = useEffectEvent(begin)
  useEffect(() => {
    if (who !== '') beginOfOne()
  }, [who])
  const differs = drift === null ? 0 : drift.differs + drift.gone
  return (
    <Section
      title="Drift"
      about={
        who === ''
          ? 'What somebody changed in the application by hand: every managed account is compared with what its mapping says. Nothing is written.'
          : 'What somebody changed by hand in this account alone. Nothing is written, and the address of this page can be sent to a colleague.'
      }
      isFlush
      actions={
        <>
          <Button disabled={compare.isRunning} onClick={begin}>
            {drift === null ? 'Compare' : 'Compare again'}
          </Button>
          {who !== '' && <Button onClick={() => address({ who: undefined })}>Compare everybody</Button>}
          {who === '' && differs > 0 && may(manage) && (
            <Button appearance="primary" onClick={() => ask(true)}>
              Put {differs.toLocaleString('en')} right
            </Button>
          )}
        </>
      }
    >
      <div className={styles.within}>
        <Failed error={compare.error} again={begin} />
        {compare.isRunning && (
          <Spinner
            size="small"
            label={who === '' ? 'Comparing every managed account …' : 'Comparing the account …'}
            role="status"
          />
        )}
        {drift !== null && (
          <MessageBar intent={intentOf(drift)} layout="multiline">
            <MessageBarBody>
              {who === '' ? `${driftInWords(drift)} ${attributesIn(drift)}` : driftOfOne(drift)}
              {drift.omitted > 0 && ` The first ${most} are listed.`}
            </MessageBarBody>
          </MessageBar>
        )}
      </div>
      {differing.length > 0 && (
        <DataTable
          label="What differs"
          columns={columns}
          rows={differing}
          keyOf={({ id, reason }) => `${id}${reason}`}
          minWidth="620px"
          leastWidth="440px"
          onOpen={open}
          empty={null}
        />
      )}
      {opened !== null && (
        <SidePanel title={opened.displayName} onClose={() => open(null)}>
          <Text>
            {opened.displayName} {opened.reason}.
          </Text>
          {who === '' && <TextLink to={`?${alone(query, opened.id)}`}>This account alone, as a link</TextLink>}
          {may(manage) && (
            <TextLink to={`/enterprise-apps/${app}/provision-on-demand?${alone(query, opened.id)}`}>
              Put this account right, step by step
            </TextLink>
          )}
          <Differences
            label="What differs"
            heads={['In the application', 'As the mapping says']}
            list={opened.changes.map(({ displayName: name, oldValue, newValue }) => ({
              name,
              before: oldValue,
              after: newValue,
            }))}
          />
        </SidePanel>
      )}
      {isAsking && <PutRight count={differs} onClose={() => ask(false)} onDone={begin} />}
    </Section>
  )
}

const columns: readonly Column<Differing>[] = [
  { id: 'who', title: 'Who', width: '210px', show: ({ displayName }) => <RowButton>{displayName}</RowButton> },
  { id: 'what', title: 'What differs', show: ({ reason }) => reason },
  {
    id: 'attributes',
    title: 'Attributes',
    width: '200px',
    isRoomy: true,
    show: ({ changes }) => changes.map(({ displayName }) => displayName).join(', ') || '–',
  },
]

/** The same address, about somebody alone. */
function alone(query: URLSearchParams, who: string): string {
  const job = query.get('job')
  return new URLSearchParams({ ...(job !== null && { job }), who }).toString()
}

function intentOf({ compared, differs, gone }: Drift): 'success' | 'warning' | 'info' {
  if (compared === 0) return 'info'
  return differs + gone === 0 ? 'success' : 'warning'
}

function attributesIn({ attributes }: Drift): string {
  const parts = Object.entries(attributes).toSorted(([, one], [, other]) => other - one)
  return parts.length === 0 ? '' : `By attribute: ${parts.map(([path, count]) => `${path} ${count}`).join(', ')}.`
}
