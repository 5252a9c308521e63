/** What means nothing in another database, and what must not go on by itself after a backup was restored. */
import type { Shape } from './shape.ts'

/** Of a transaction of the old database: everything is new to this one. */
const xid = 'pg_current_xact_id()'

/** Where a cycle stands, and who is at it: `table.column`, and what it becomes, as SQL. */
const elsewhere: Readonly<Record<string, string>> = {
  'job.lease': 'null',
  'job.lease_until': 'null',
  'job.progress': 'null',
  'job.watermark': 'null',
  'job.checkpoint': 'null',
  'job.shared': 'null',
  // Due at once: what changed since the last cycle is found by the next one only.
  'job.next_run': 'null',
  'link.claim': 'null',
}

const afterRestore: Readonly<Record<string, string>> = {
  ...elsewhere,
  'job.verify': 'true',
  'job.proved': 'false',
}

export type Into = 'move' | 'restore'

/** The other value of a column of this table, as SQL, where `r` is the row as it was; undefined: as it was. */
export function anew({ table, columns }: Shape, into: Into): (column: string) => string | undefined {
  const others = into === 'move' ? elsewhere : afterRestore
  return (column) => {
    const at = columns.findIndex(({ name }) => name === column)
    if (columns[at]?.type === 'xid8') return xid
    if (into === 'restore' && table === 'job' && column === 'state')
      return `case r ->> ${at} when 'Active' then 'Paused' else r ->> ${at} end`
    // What somebody allowed and nobody did is older than the accounts, like everything else.
    if (into === 'restore' && table === 'look' && column === 'decision') return `nullif(r ->> ${at}, 'allowed')`
    return others[`${table}.${column}`]
  }
}

/** The same for reading: columns that are another after a move count as nothing, on both sides. */
export function uncounted(shape: Shape): (column: string) => string | undefined {
  const other = anew(shape, 'move')
  return (column) => (other(column) === undefined ? undefined : 'null')
}
