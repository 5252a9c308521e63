import { makeStyles, tokens } from '@fluentui/react-components'
import { TextLink } from '@usher/parts/text-link.tsx'

const useStyles = makeStyles({
  bars: { display: 'flex', flexDirection: 'column', gap: '10px', margin: 0, padding: 0, listStyleType: 'none' },
  words: { display: 'flex', gap: '12px', justifyContent: 'space-between', marginBottom: '2px' },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  says: { fontVariantNumeric: 'tabular-nums', flexShrink: 0 },
  bar: { display: 'block', width: '100%', height: '10px' },
  ground: { fill: tokens.colorNeutralBackground4 },
})

type Bar = { readonly name: string; readonly to: string; readonly value: number; readonly says: string }

/** Names with a bar each, as long as their value is beside the largest; a name leads to what it stands for. */
export function Bars({ bars, color }: { readonly bars: readonly Bar[]; readonly color: string }) {
  const styles = useStyles()
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE)
  return (
    <ul className={styles.bars}>
      {bars.map(({ name, to, value, says }) => (
        <li key={name}>
          <span className={styles.words}>
            <span className={styles.name}>
              <TextLink to={to}>{name}</TextLink>
            </span>
            <span className={styles.says}>{says}</span>
          </span>
          <svg className={styles.bar} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect className={styles.ground} width="100" height="10" />
            <rect fill={color} width={Math.max(0.5, (value / most) * 100)} height="10" />
          </svg>
        </li>
      ))}
    </ul>
  )
}
