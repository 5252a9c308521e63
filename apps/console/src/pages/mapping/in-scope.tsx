import { MessageBar, MessageBarBody, ProgressBar, Text, makeStyles, tokens } from '@fluentui/react-components'
import { Section } from '@usher/parts/section.tsx'
import { useSettled } from '@usher/parts/use-settled.ts'
import { Figures } from '../../parts/figures.tsx'
import { plural, shown } from '../../parts/numbers.ts'
import type { PartProps } from './editing.tsx'
import { useCount } from './use-count.ts'

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground3 } })

/** How many are in and out by what stands here, saved or not; it counts while one types. */
export function InScope({ app, job, draft, placed, findings }: PartProps) {
  const styles = useStyles()
  const { sourceObjectName: object, enabled, name } = placed.mapping
  const settled = useSettled(draft.schema, 500)
  const isSound = findings.every(({ severity }) => severity === 'warning')
  const { counted, error } = useCount(app, job, object, isSound && enabled ? settled : null)
  const what = object === 'Group' ? 'groups' : 'people'
  return (
    <Section title="Who is in scope" about={draft.isChanged ? 'With what is not saved yet.' : 'With what is saved.'}>
      {!enabled && <Text>{name} is not enabled, so none of them is in scope.</Text>}
      {!isSound && <Text>It is counted as soon as the errors are put right.</Text>}
      {error !== null && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{error.message}</MessageBarBody>
        </MessageBar>
      )}
      {counted !== null && isSound && enabled && (
        <>
          <Figures
            figures={[
              { label: 'in scope', value: counted.inScope },
              { label: 'out of scope', value: counted.looked - counted.inScope },
              ...counted.out.map(({ says, count }) => ({ label: says, value: count })),
            ]}
          />
          <Text className={styles.quiet} role="status">
            {counted.done
              ? `All ${plural(counted.looked, what === 'people' ? 'person' : 'group', what)} of the directory were looked at.`
              : `Counting: ${shown(counted.looked)}${counted.total === null ? '' : ` of ${shown(counted.total)}`} …`}
          </Text>
          {!counted.done && counted.total !== null && (
            <ProgressBar aria-label="Counting" value={counted.looked / Math.max(1, counted.total)} />
          )}
        </>
      )}
    </Section>
  )
}
