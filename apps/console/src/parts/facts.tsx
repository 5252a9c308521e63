import type { ReactNode } from 'react'
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(120px, 220px) minmax(0, 1fr)',
    gap: '8px 16px',
    margin: 0,
  },
  small: { gap: '4px 16px', fontSize: tokens.fontSizeBase200 },
  label: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  value: { margin: 0, overflowWrap: 'anywhere' },
})

export type Fact = readonly [label: string, value: ReactNode]

type Props = { readonly facts: readonly Fact[]; readonly isSmall?: boolean }

/** What is known, line by line. */
export function Facts({ facts, isSmall = false }: Props) {
  const styles = useStyles()
  if (facts.length === 0) return null
  return (
    <dl className={mergeClasses(styles.facts, isSmall && styles.small)}>
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
