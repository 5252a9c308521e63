import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { Place } from '@usher/parts/navigation.tsx'
import { NavLink } from 'react-router'

const useStyles = makeStyles({
  menu: {
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    '@media (max-width: 960px)': { flexDirection: 'row', flexWrap: 'wrap' },
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    minHeight: '34px',
    padding: '0 12px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    whiteSpace: 'nowrap', // bold is wider
    '> svg': { fontSize: '18px', flexShrink: 0 },
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover, color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  chosen: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground3Selected,
    '> svg': { color: tokens.colorBrandForeground1 },
  },
})

/** The pages about one object: beside them, and above them where there is little room. */
export function SideMenu({ label, entries }: { readonly label: string; readonly entries: readonly Place[] }) {
  const styles = useStyles()
  return (
    <nav className={styles.menu} aria-label={label}>
      {entries.map(({ to, text, icon, chosen }) => (
        <NavLink key={to} to={to} className={({ isActive }) => mergeClasses(styles.link, isActive && styles.chosen)}>
          {({ isActive }) => (
            <>
              {isActive ? chosen : icon}
              {text}
            </>
          )}
        </NavLink>
      ))}
    </nav>
  )
}
