import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Field,
  makeStyles,
} from '@fluentui/react-components'
import { CopyField } from '@usher/parts/copy.tsx'
import { When } from '@usher/parts/when.tsx'
import { Figures } from '../../parts/figures.tsx'
import type { Status } from '../../parts/job-state.tsx'

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: '16px', padding: '8px 12px 16px' },
})

/** What somebody who helps asks for (ST-5, ST-6). */
export function Technical({ status: { id, job } }: { readonly status: Status }) {
  const styles = useStyles()
  const activity = job.lastCycle?.id
  return (
    <Accordion collapsible>
      <AccordionItem value="technical">
        <AccordionHeader>View technical information</AccordionHeader>
        <AccordionPanel className={styles.panel}>
          <Field label="Job ID">
            <CopyField what="Job ID" text={job.id} />
          </Field>
          {activity !== undefined && (
            <Field label="Activity ID of the last cycle">
              <CopyField what="Activity ID" text={activity} />
            </Field>
          )}
          <Field label="Application ID">
            <CopyField what="Application ID" text={id} />
          </Field>
          <Figures
            figures={[
              { label: 'Steady state first reached', value: <When time={job.history.steadyStateFirstAchievedTime} /> },
              { label: 'Steady state last reached', value: <When time={job.history.steadyStateLastAchievedTime} /> },
              { label: 'Complete failures in a row', value: job.history.countSuccessiveCompleteFailures },
            ]}
          />
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  )
}
