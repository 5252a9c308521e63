import type { ReactNode } from 'react'
import { Caption1, makeStyles, tokens } from '@fluentui/react-components'
import { TextLink } from '@usher/parts/text-link.tsx'

const useStyles = makeStyles({
  figures: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
    gap: '16px 24px',
    margin: 0,
  },
  figure: { display: 'flex', flexDirection: 'column-reverse', justifyContent: 'flex-end', gap: '2px', minWidth: 0 },
  label: { color: tokens.colorNeutralForeground3 },
  value: {
    margin: 0,
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  word: {
    margin: 0,
    display: 'flex',
    alignItems: 'center',
    minHeight: tokens.lineHeightBase600,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase400,
    overflowWrap: 'anywhere',
  },
})

export type Figure = { readonly label: string; readonly value: ReactNode; readonly to?: string }

/** Also with its unit, as `98.3 %`, or where none is known. */
function isNumber(value: ReactNode): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^(\d[\d.,]* ?(%|\p{L}+)?|–)$/u.test(value))
}

/** Numbers at a glance, each above what it counts; words are set smaller. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  const styles = useStyles()
  return (
    <dl className={styles.figures}>
      {figures.map(({ label, value, to }) => (
        <div key={label} className={styles.figure}>
          <dt className={styles.label}>
            <Caption1>{to === undefined ? label : <TextLink to={to}>{label}</TextLink>}</Caption1>
          </dt>
          <dd className={isNumber(value) ? styles.value : styles.word}>
            {typeof value === 'number' ? value.toLocaleString('en') : value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
