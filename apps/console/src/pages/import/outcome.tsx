import { MessageBar, MessageBarBody, MessageBarTitle, Text, makeStyles } from '@fluentui/react-components'
import { Figures } from '../../parts/figures.tsx'
import { plural } from '../../parts/numbers.ts'
import type { OfRow, Report } from './importing.ts'

const useStyles = makeStyles({
  list: { margin: 0, paddingLeft: '20px', overflowWrap: 'anywhere' },
})

type Props = {
  readonly report: Report
  readonly isPreview: boolean
  readonly isComplete: boolean
}

/** What an import did, or would do. */
export function Outcome({ report, isPreview, isComplete }: Props) {
  const { created, updated, unchanged, disabled, superseded, skipped, problems, refused, held, managers, absent } =
    report
  const would = isPreview ? 'will be ' : ''
  return (
    <>
      <Figures
        figures={[
          { label: `people ${would}created`, value: created },
          { label: `people ${would}updated`, value: updated },
          { label: 'people unchanged', value: unchanged },
          { label: `of them ${would}disabled`, value: disabled },
          ...(isPreview ? [] : [{ label: 'managers set', value: managers.found }]),
        ]}
      />
      <Text>
        {plural(report.rows, 'row')}, {plural(report.people, 'person', 'people')}.{' '}
        {absent > 0 &&
          `${plural(absent, 'person', 'people')} with an employee ID ${absent === 1 ? 'is' : 'are'} not in the file${isComplete ? '.' : ', and left as they are.'}`}
      </Text>
      <Told
        count={held.count}
        intent="warning"
        title={`${plural(held.count, 'person', 'people')} ${isPreview ? 'would not be' : 'not'} disabled: too many at once`}
        lines={held.first.map(({ name }) => name)}
      />
      <Told
        count={refused.count}
        intent="error"
        title={`${plural(refused.count, 'person', 'people')} refused`}
        lines={refused.first.map(({ key, reason }) => `${key}: ${reason}`)}
      />
      <Told
        count={skipped.count}
        intent="warning"
        title={`${plural(skipped.count, 'row')} left out`}
        lines={skipped.first.map(ofRow)}
      />
      <Told
        count={problems.count}
        intent="warning"
        title={`${plural(problems.count, 'value')} that cannot be used`}
        lines={problems.first.map(ofRow)}
      />
      <Told
        count={superseded.count}
        intent="info"
        title={`${plural(superseded.count, 'row')} replaced by a later row of the same person`}
        lines={superseded.first.map(({ row, byRow, key }) => `row ${row} by row ${byRow} (${key})`)}
      />
      {!isPreview && (
        <Told
          count={managers.unknown.count}
          intent="info"
          title={`${plural(managers.unknown.count, 'manager')} not in the directory`}
          lines={managers.unknown.first.map(
            ({ key, managerKey }) => `${managerKey}, of ${key}: set as soon as they are`,
          )}
        />
      )}
    </>
  )
}

function ofRow({ row, line, reason }: OfRow): string {
  return `row ${row} (line ${line}): ${reason}`
}

const most = 5
type ToldProps = {
  readonly count: number
  readonly intent: 'info' | 'warning' | 'error'
  readonly title: string
  readonly lines: readonly string[]
}

function Told({ count, intent, title, lines }: ToldProps) {
  const styles = useStyles()
  if (count === 0) return null
  const shown = lines.slice(0, most)
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        <ul className={styles.list}>
          {shown.map((line) => (
            <li key={line}>{line}</li>
          ))}
          {count > shown.length && <li>and {(count - shown.length).toLocaleString('en')} more</li>}
        </ul>
      </MessageBarBody>
    </MessageBar>
  )
}
