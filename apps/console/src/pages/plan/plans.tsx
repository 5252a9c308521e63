import { useState } from 'react'
import { Button, Spinner, Text, makeStyles } from '@fluentui/react-components'
import { ClipboardTaskListLtrRegular } from '@fluentui/react-icons/svg/clipboard-task-list-ltr'
import { ArrowUndoRegular } from '@fluentui/react-icons/svg/arrow-undo'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { When } from '@usher/parts/when.tsx'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { useLines } from '../../api/use-lines.ts'
import { plural } from '../../parts/numbers.ts'
import { RowButton } from '../../parts/row-button.tsx'
import { useJob } from '../../parts/use-job.ts'
import { type Plan, inWords, outcomeInWords } from './changes.ts'
import { UndoDialog } from './undo-dialog.tsx'
import { Undone } from './undone.tsx'

const useStyles = makeStyles({ bar: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' } })

type Line = {
  readonly progress?: { readonly read: number; readonly changes: number }
  readonly plan?: { readonly id: string }
}

/** The plans that were kept, and the way to another one. */
export function Plans() {
  const styles = useStyles()
  const may = useMay()
  const { at } = useJob()
  const [, change] = useAddress()
  const [read, setRead] = useState(0)
  const [isUndoing, undo] = useState(false)
  const plans = useAsk('GET /usher/apps/{app}/plans', at)
  const make = useLines<Line>('POST /usher/apps/{app}/plans', {
    hear: ({ progress, plan }) => {
      if (progress !== undefined) setRead(progress.read)
      if (plan !== undefined) change({ plan: plan.id }, true)
    },
    refresh: ['GET /usher/apps/{app}/plans'],
  })
  const mayMake = may('microsoft.directory/servicePrincipals/synchronizationJobs/manage')
  const begin = mayMake && (
    <Button appearance="primary" disabled={make.isRunning} onClick={() => make.run({ ...at, body: {} })}>
      Make a plan
    </Button>
  )
  return (
    <>
      <Section
        title="Plans"
        about="What the next cycle would do, attribute by attribute. A plan is kept for a day: look it through, approve all of it or a part, and apply it. Making one writes nothing."
        isFlush
        actions={
          <div className={styles.bar}>
            {begin}
            {mayMake && (
              <Button icon={<ArrowUndoRegular />} onClick={() => undo(true)}>
                Undo last cycle
              </Button>
            )}
            {make.isRunning && <Spinner size="tiny" label={`${plural(read, 'object')} looked at`} role="status" />}
          </div>
        }
      >
        <Failed error={make.error} />
        <DataTable
          asked={plans}
          label="Plans"
          columns={columns}
          rows={plans.data?.plans}
          keyOf={({ id }) => id}
          minWidth="720px"
          leastWidth="460px"
          onOpen={({ id }) => change({ plan: id }, true)}
          empty={
            <Empty icon={<ClipboardTaskListLtrRegular />} title="No plan is kept">
              A plan says of everybody what would be done, before anything is.
              {!mayMake && <Text block>A Cloud Application Administrator can make one.</Text>}
            </Empty>
          }
        />
      </Section>
      <Undone />
      {isUndoing && <UndoDialog what={{ cycle: 'last' }} title="Undo the last cycle?" onClose={() => undo(false)} />}
    </>
  )
}

const columns: readonly Column<Plan>[] = [
  {
    id: 'made',
    title: 'Made',
    width: '210px',
    show: ({ madeAt }) => (
      <RowButton>
        <When time={madeAt} />
      </RowButton>
    ),
  },
  { id: 'what', title: 'What it would do', show: ({ counts }) => inWords(counts?.actions ?? {}) },
  { id: 'outcome', title: 'Outcome', width: '190px', show: (plan) => outcomeInWords(plan) },
  { id: 'by', title: 'Made by', width: '170px', isRoomy: true, show: ({ actor }) => actor },
]
