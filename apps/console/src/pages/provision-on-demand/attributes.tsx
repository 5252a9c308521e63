import { makeStyles, tokens } from '@fluentui/react-components'
import type { Step } from './told.ts'

const narrow = '@container (max-width: 640px)'
const useStyles = makeStyles({
  room: { containerType: 'inline-size', minWidth: 0 },
  table: { width: '100%', borderCollapse: 'collapse', tableLayout: 'fixed', fontSize: tokens.fontSizeBase200 },
  cell: {
    textAlign: 'left',
    verticalAlign: 'top',
    padding: '6px 12px 6px 0',
    overflowWrap: 'anywhere',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    fontWeight: tokens.fontWeightRegular,
  },
  roomy: { [narrow]: { display: 'none' } },
  head: { color: tokens.colorNeutralForeground3 },
  code: { fontFamily: tokens.fontFamilyMonospace },
  before: { color: tokens.colorNeutralForeground3 },
})

/** OD-4: every attribute with where its value comes from, what is there, and what will be. */
export function Attributes({ rows }: { readonly rows: NonNullable<Step['rows']> }) {
  const styles = useStyles()
  const heads = ['Target attribute', 'Source value', 'Expression', 'Original value', 'Modified value']
  const isRoomy = (at: number): string => (at === 1 || at === 2 ? ` ${styles.roomy}` : '')
  return (
    <div className={styles.room}>
      <table className={styles.table} aria-label="Modified attributes">
        <thead className={styles.head}>
          <tr>
            {heads.map((head, at) => (
              <th key={head} scope="col" className={styles.cell + isRoomy(at)}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ target, sourceValue, expression, original, modified }) => (
            <tr key={target}>
              <th scope="row" className={styles.cell}>
                {target}
              </th>
              <td className={styles.cell + isRoomy(1)}>{sourceValue ?? '–'}</td>
              <td className={`${styles.cell} ${styles.code}${isRoomy(2)}`}>{expression}</td>
              <td className={`${styles.cell} ${styles.before}`}>{original ?? '–'}</td>
              <td className={styles.cell}>{modified ?? '(empty)'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
