import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Switch, Text, makeStyles, tokens } from '@fluentui/react-components'
import { Section } from '@usher/parts/section.tsx'

const useStyles = makeStyles({
  room: { minWidth: 0, width: '100%', overflow: 'hidden' },
  scroll: { maxHeight: '320px', overflowY: 'auto' },
  table: { width: '100%', borderCollapse: 'collapse', fontVariantNumeric: 'tabular-nums' },
  cell: {
    textAlign: 'left',
    padding: '6px 12px 6px 0',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: 'anywhere',
    fontWeight: tokens.fontWeightRegular,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
})

type Size = { readonly width: number; readonly height: number }
type Props = {
  readonly title: string
  readonly about?: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly ReactNode[])[]
  /** Said in place of a chart that would be empty. */
  readonly nothing?: string | undefined
  readonly children: (size: Size) => ReactNode
}

/** A chart, and the same as a table for who reads numbers, or hears them. */
export function Chart({ title, about, head, rows, nothing, children }: Props) {
  const styles = useStyles()
  const [isTable, turn] = useState(false)
  const room = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const watched = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    if (room.current !== null) watched.observe(room.current)
    return () => watched.disconnect()
  }, [])
  return (
    <Section
      title={title}
      about={about}
      actions={
        nothing === undefined && (
          <Switch
            label="As a table"
            aria-label={`${title} as a table`}
            checked={isTable}
            onChange={(_, { checked }) => turn(checked)}
          />
        )
      }
    >
      <div className={styles.room} ref={room}>
        {nothing !== undefined && <Text className={styles.quiet}>{nothing}</Text>}
        {nothing === undefined && isTable && <Table title={title} head={head} rows={rows} />}
        {nothing === undefined && !isTable && width > 0 && children({ width, height: 260 })}
      </div>
    </Section>
  )
}

function Table({ title, head, rows }: Pick<Props, 'title' | 'head' | 'rows'>) {
  const styles = useStyles()
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={`${title}, numbers`}>
      <table className={styles.table} aria-label={title}>
        <thead>
          <tr>
            {head.map((text) => (
              <th key={text} scope="col" className={`${styles.cell} ${styles.quiet}`}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, at) => (
                <td key={head[at]} className={styles.cell}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
