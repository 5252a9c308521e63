import type { ReactNode } from 'react'
import { makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(120px, 220px) minmax(0, 1fr)',
    gap: '4px 16px',
    margin: 0,
    fontSize: tokens.fontSizeBase200,
  },
  label: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  value: { margin: 0, overflowWrap: 'anywhere' },
})

export type Fact = { readonly label: string; readonly value: ReactNode }

/** Small facts, one below the other. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  const styles = useStyles()
  if (facts.length === 0) return null
  return (
    <dl className={styles.facts}>
      {facts.flatMap(({ label, value }) => [
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
