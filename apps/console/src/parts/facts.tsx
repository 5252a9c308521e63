import type { ReactNode } from 'react'
import { makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(120px, 220px) minmax(0, 1fr)',
    gap: '8px 16px',
    margin: 0,
  },
  label: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, overflowWrap: 'anywhere' },
})

export type Fact = readonly [label: string, value: ReactNode]

/** What is known, line by line. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  const styles = useStyles()
  return (
    <dl className={styles.facts}>
      {facts.map(([label, value]) => [
        <dt key={label} className={styles.label}>
          {label}
        </dt>,
        <dd key={`${label} is`} className={styles.value}>
          {value}
        </dd>,
      ])}
    </dl>
  )
}
