import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import type { Difference } from './differences.ts'

const useStyles = makeStyles({
  text: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    padding: '2px 6px',
    borderRadius: tokens.borderRadiusSmall,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  before: { backgroundColor: tokens.colorStatusDangerBackground1, color: tokens.colorStatusDangerForeground1 },
  after: { backgroundColor: tokens.colorStatusSuccessBackground1, color: tokens.colorStatusSuccessForeground1 },
  none: { color: tokens.colorNeutralForeground3 },
})

type Props = { readonly differences: readonly Difference[]; readonly before: string; readonly after: string }

/** What differs, side by side. */
export function DifferenceTable({ differences, before, after }: Props) {
  const styles = useStyles()
  const show = (text: string | null, style: string) =>
    text === null ? (
      <span className={styles.none}>Not there</span>
    ) : (
      <span className={mergeClasses(styles.text, style)}>{text}</span>
    )
  return (
    <DataTable
      label={`${before} and ${after}`}
      columns={[
        { id: 'what', title: 'What', width: '26%', wraps: true, show: ({ what }) => what },
        { id: 'before', title: before, width: '37%', wraps: true, show: (one) => show(one.before, styles.before) },
        { id: 'after', title: after, width: '37%', wraps: true, show: (one) => show(one.after, styles.after) },
      ]}
      rows={differences}
      keyOf={({ what }) => what}
      minWidth="560px"
      leastWidth="460px"
      empty={<Empty title="The two are the same" />}
    />
  )
}
