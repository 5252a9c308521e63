import { MessageBar, MessageBarBody, Text, makeStyles, tokens } from '@fluentui/react-components'
import { Failed } from '@usher/parts/failed.tsx'
import { Counting } from '../../parts/counting.tsx'
import { Figures } from '../../parts/figures.tsx'
import { plural } from '../../parts/numbers.ts'
import { type Planned, usePlan } from './use-plan.ts'

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground3 } })

/** What the next cycle would do, counted while one looks. */
export function PlannedNumbers({ app, job }: { readonly app: string; readonly job: string }) {
  const styles = useStyles()
  const plan = usePlan(app, job)
  if (plan.error !== null) return <Failed error={plan.error} again={plan.refetch} />
  if (plan.data === undefined) return <Counting read={plan.read} />
  const { read, held, problems } = plan.data
  const skipped = Object.values(plan.data.skipped).reduce((sum, count) => sum + count, 0)
  return (
    <>
      <Figures figures={actions(plan.data)} />
      <Text className={styles.quiet}>
        {plural(read, 'object')} of the directory looked at; {plural(skipped, 'stays as it is', 'stay as they are')}.
      </Text>
      {held > 0 && <Bar text={`${plural(held, 'change')} will wait for you to allow or reject it.`} />}
      {problems > 0 && <Bar text={`${plural(problems, 'object')} cannot be provisioned as things are.`} />}
    </>
  )
}

function actions({ create, joined, update, disable, delete: deleted }: Planned) {
  return [
    { label: 'will be created', value: create },
    { label: 'found and taken over', value: joined },
    { label: 'will be updated', value: update },
    { label: 'will be disabled', value: disable },
    { label: 'will be deleted', value: deleted },
  ]
}

function Bar({ text }: { readonly text: string }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{text}</MessageBarBody>
    </MessageBar>
  )
}
