import { makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  table: { width: '100%', borderCollapse: 'collapse', tableLayout: 'fixed', fontSize: tokens.fontSizeBase200 },
  cell: {
    textAlign: 'left',
    verticalAlign: 'top',
    padding: '6px 12px 6px 0',
    overflowWrap: 'anywhere',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    fontWeight: tokens.fontWeightRegular,
  },
  head: { color: tokens.colorNeutralForeground3 },
  before: { color: tokens.colorNeutralForeground3, textDecorationLine: 'line-through' },
  none: { color: tokens.colorNeutralForeground3 },
})

export type Difference = { readonly name: string; readonly before: string | null; readonly after: string | null }

type Props = {
  readonly label: string
  readonly list: readonly Difference[]
  /** What stands above the two values. */
  readonly heads?: readonly [before: string, after: string]
}

/** Attribute by attribute: what was there, and what takes its place. */
export function Differences({ label, list, heads = ['Before', 'After'] }: Props) {
  const styles = useStyles()
  return (
    <table className={styles.table} aria-label={label}>
      <thead className={styles.head}>
        <tr>
          {['Attribute', ...heads].map((title) => (
            <th key={title} scope="col" className={styles.cell}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {list.map(({ name, before, after }) => (
          <tr key={name}>
            <th scope="row" className={styles.cell}>
              {name}
            </th>
            <td className={styles.cell}>
              {before === null ? (
                <span className={styles.none}>–</span>
              ) : (
                <span className={styles.before}>{before}</span>
              )}
            </td>
            <td className={styles.cell}>{after ?? <span className={styles.none}>(empty)</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
