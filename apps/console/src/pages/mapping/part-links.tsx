import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { Link } from 'react-router'

const useStyles = makeStyles({
  list: { display: 'flex', flexWrap: 'wrap', gap: '4px', borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  link: {
    padding: '8px 12px',
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    borderBottom: `3px solid transparent`,
    marginBottom: '-1px',
    ':hover': { color: tokens.colorNeutralForeground1, borderBottomColor: tokens.colorNeutralStroke1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  chosen: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    borderBottomColor: tokens.colorCompoundBrandStroke,
  },
})

type Part = { readonly id: string; readonly text: string; readonly to: string }

/** The parts of a page, each with an address of its own. */
export function PartLinks({
  label,
  parts,
  chosen,
}: {
  readonly label: string
  readonly parts: readonly Part[]
  readonly chosen: string
}) {
  const styles = useStyles()
  return (
    <nav className={styles.list} aria-label={label}>
      {parts.map(({ id, text, to }) => (
        <Link
          key={id}
          to={to}
          className={mergeClasses(styles.link, id === chosen && styles.chosen)}
          {...(id === chosen && { 'aria-current': 'page' as const })}
        >
          {text}
        </Link>
      ))}
    </nav>
  )
}
