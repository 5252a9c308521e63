import { MessageBar, MessageBarBody, makeStyles } from '@fluentui/react-components'
import { type Finding, sentenceOf } from './findings.ts'

const useStyles = makeStyles({ list: { display: 'flex', flexDirection: 'column', gap: '8px' } })

/** What the service says is wrong or doubtful, in its sentences. `isNamed`: each says what it is about. */
export function FindingList({
  findings,
  isNamed = false,
}: {
  readonly findings: readonly Finding[]
  readonly isNamed?: boolean
}) {
  const styles = useStyles()
  if (findings.length === 0) return null
  return (
    <div className={styles.list} role="status">
      {findings.map((one, at) => (
        <MessageBar key={at} intent={one.severity} layout="multiline">
          <MessageBarBody>{isNamed ? one.message : sentenceOf(one)}</MessageBarBody>
        </MessageBar>
      ))}
    </div>
  )
}
