import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { NavLink } from 'react-router'
import type { Me } from '../api/types.ts'
import { type Place, places } from './places.tsx'

const narrow = '@media (max-width: 960px)'

const useStyles = makeStyles({
  nav: {
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    width: '216px',
    flexShrink: 0,
    boxSizing: 'border-box',
    padding: '12px 8px',
    overflowY: 'auto',
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    [narrow]: { width: '80px', padding: '8px 4px' },
  },
  heading: {
    margin: '16px 12px 4px',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground3,
    [narrow]: { margin: '12px 4px 2px', textAlign: 'center', fontSize: tokens.fontSizeBase100 },
  },
  deeper: { marginTop: '8px', [narrow]: { marginTop: '8px' } },
  link: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    minHeight: '36px',
    padding: '0 12px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    fontSize: tokens.fontSizeBase300,
    '> svg': { fontSize: '20px', flexShrink: 0 },
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover, color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    [narrow]: {
      flexDirection: 'column',
      justifyContent: 'center',
      gap: '2px',
      minHeight: '52px',
      padding: '4px 2px',
      textAlign: 'center',
      fontSize: tokens.fontSizeBase100,
      lineHeight: tokens.lineHeightBase100,
    },
  },
  chosen: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorSubtleBackgroundSelected,
    '> svg': { color: tokens.colorBrandForeground1 },
    '::before': {
      content: '""',
      position: 'absolute',
      left: '0',
      top: '8px',
      bottom: '8px',
      width: '3px',
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorCompoundBrandStroke,
    },
  },
})

/** The pages, in a column with headings; on a narrow window in a rail. */
export function Navigation({ me }: { readonly me: Me }) {
  const styles = useStyles()
  const mine = places.filter(({ isFor }) => isFor(me))
  const under = (heading: Place['under']): readonly Place[] => mine.filter((place) => place.under === heading)
  return (
    <nav className={styles.nav} aria-label="Main">
      <Links places={under('')} />
      {me.isAdmin && (
        <>
          <div className={styles.heading}>Admin</div>
          <Links places={under('Admin')} />
          <div className={mergeClasses(styles.heading, styles.deeper)}>Advanced</div>
          <Links places={under('Advanced')} />
        </>
      )}
    </nav>
  )
}

function Links({ places }: { readonly places: readonly Place[] }) {
  const styles = useStyles()
  return places.map(({ to, text, icon, chosen }) => (
    <NavLink key={to} to={to} className={({ isActive }) => mergeClasses(styles.link, isActive && styles.chosen)}>
      {({ isActive }) => (
        <>
          {isActive ? chosen : icon}
          {text}
        </>
      )}
    </NavLink>
  ))
}
