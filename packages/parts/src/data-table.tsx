import type { CSSProperties, ReactNode } from 'react'
import {
  Skeleton,
  SkeletonItem,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import { Failed } from './failed.tsx'

/** Where a table has less room than this, columns that tell least are left out. */
const narrow = '@container (max-width: 960px)'

const useStyles = makeStyles({
  scroll: { overflowX: 'auto', minWidth: 0, containerType: 'inline-size' },
  table: {
    tableLayout: 'fixed',
    minWidth: 'var(--wide)',
    [narrow]: { minWidth: 'var(--narrow)' },
    '& tbody > tr:last-child': { borderBottomStyle: 'none' },
  },
  failed: { padding: '0 20px 12px' },
  roomy: { [narrow]: { display: 'none' } },
  stale: { opacity: 0.6, transition: 'opacity 150ms 150ms' },
  // Widths are those of whole cells, so that they add up.
  cell: {
    boxSizing: 'border-box',
    height: '44px',
    padding: '0 12px',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    ':first-child': { paddingLeft: '20px' },
    ':last-child': { paddingRight: '20px' },
  },
  wrap: { whiteSpace: 'normal', overflowWrap: 'anywhere', paddingTop: '8px', paddingBottom: '8px' },
  head: {
    boxSizing: 'border-box',
    padding: '0 12px',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
    ':first-child': { paddingLeft: '20px' },
    ':last-child': { paddingRight: '20px' },
  },
  end: { textAlign: 'right', '& button': { justifyContent: 'flex-end' } },
  opens: { cursor: 'pointer' },
  chosen: { backgroundColor: tokens.colorSubtleBackgroundSelected },
})

export type Column<Row> = {
  readonly id: string
  readonly title: string
  /** CSS width; one column without takes what is left. */
  readonly width?: string
  readonly isSortable?: boolean
  readonly wraps?: boolean
  readonly align?: 'end'
  /** Left out where there is little room. */
  readonly isRoomy?: boolean
  readonly show: (row: Row) => ReactNode
}

export type Sort = { readonly by: string; readonly order: 'ascending' | 'descending' }

type Props<Row> = {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  /** undefined: still on their way, unless `asked` failed. */
  readonly rows: readonly Row[] | undefined
  /** What the rows are the answer of: that it failed is said above them, or in their place. */
  readonly asked?: { readonly error: Error | null; readonly refetch: () => unknown }
  readonly keyOf: (row: Row) => string | number
  /** Below this the table scrolls within itself. */
  readonly minWidth: string
  /** The same, without the columns that are left out where there is little room. */
  readonly leastWidth?: string
  readonly empty: ReactNode
  readonly isStale?: boolean
  readonly chosen?: string | number | null
  readonly onOpen?: (row: Row) => void
  readonly sort?: Sort
  readonly onSort?: (sort: Sort) => void
}

export function DataTable<Row>(props: Props<Row>) {
  const styles = useStyles()
  const { label, columns, rows, asked, minWidth, leastWidth = minWidth, isStale = false } = props
  const widths = { '--wide': minWidth, '--narrow': leastWidth } as CSSProperties
  const failed = asked === undefined || asked.error === null ? null : <FailedRows {...asked} />
  if (failed !== null && (rows === undefined || rows.length === 0)) return failed
  if (rows?.length === 0) return <>{props.empty}</>
  return (
    <>
      {failed}
      <div className={styles.scroll}>
        <Table aria-label={label} aria-busy={rows === undefined || isStale} className={styles.table} style={widths}>
          <Head {...props} />
          <TableBody className={mergeClasses(isStale && styles.stale)}>
            {rows === undefined
              ? [0, 1, 2, 3, 4].map((row) => <Waiting key={row} columns={columns} />)
              : rows.map((row) => <Row key={props.keyOf(row)} row={row} table={props} />)}
          </TableBody>
        </Table>
      </div>
    </>
  )
}

function FailedRows({ error, refetch }: { readonly error: Error | null; readonly refetch: () => unknown }) {
  const styles = useStyles()
  return (
    <div className={styles.failed}>
      <Failed error={error} again={refetch} />
    </div>
  )
}

function Head<Row>({ columns, sort, onSort }: Props<Row>) {
  const styles = useStyles()
  const turn = (id: string): void =>
    onSort?.({ by: id, order: sort?.by === id && sort.order === 'ascending' ? 'descending' : 'ascending' })
  return (
    <TableHeader>
      <TableRow>
        {columns.map(({ id, title, width, isSortable = false, align, isRoomy }) => (
          <TableHeaderCell
            key={id}
            className={mergeClasses(styles.head, align === 'end' && styles.end, isRoomy && styles.roomy)}
            style={width === undefined ? {} : { width }}
            sortable={isSortable}
            {...(sort?.by === id ? { sortDirection: sort.order } : {})}
            {...(isSortable ? { onClick: () => turn(id) } : {})}
          >
            {title}
          </TableHeaderCell>
        ))}
      </TableRow>
    </TableHeader>
  )
}

function Row<Row>({ row, table }: { readonly row: Row; readonly table: Props<Row> }) {
  const styles = useStyles()
  const { columns, keyOf, onOpen, chosen } = table
  // The pointer may take the whole row; the keyboard has the link or button within it.
  const open = onOpen === undefined ? {} : { onClick: () => onOpen(row) }
  const isChosen = chosen === keyOf(row)
  return (
    <TableRow
      {...open}
      aria-selected={isChosen}
      className={mergeClasses(onOpen && styles.opens, isChosen && styles.chosen)}
    >
      {columns.map(({ id, wraps = false, align, isRoomy, show }) => (
        <TableCell
          key={id}
          className={mergeClasses(
            styles.cell,
            wraps && styles.wrap,
            align === 'end' && styles.end,
            isRoomy && styles.roomy,
          )}
        >
          {show(row)}
        </TableCell>
      ))}
    </TableRow>
  )
}

function Waiting<Row>({ columns }: Pick<Props<Row>, 'columns'>) {
  const styles = useStyles()
  return (
    <TableRow>
      {columns.map(({ id, isRoomy }, at) => (
        <TableCell key={id} className={mergeClasses(styles.cell, isRoomy && styles.roomy)}>
          <Skeleton aria-label="Loading">
            <SkeletonItem size={16} style={{ width: at === 0 ? '70%' : '50%' }} />
          </Skeleton>
        </TableCell>
      ))}
    </TableRow>
  )
}
