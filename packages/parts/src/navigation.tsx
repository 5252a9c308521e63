import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { NavLink } from 'react-router'

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
  group: { display: 'flex', flexDirection: 'column', gap: '2px' },
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

export type Place = {
  readonly to: string
  readonly text: string
  readonly icon: ReactNode
  /** The icon when it is where one is. */
  readonly chosen: ReactNode
  /** Only this very address, nothing below it. */
  readonly isExact?: boolean
}
export type Group = { readonly heading?: string; readonly places: readonly Place[] }

/** The pages, in a column with headings; on a narrow window in a rail. */
export function Navigation({ groups }: { readonly groups: readonly Group[] }) {
  const styles = useStyles()
  return (
    <nav className={styles.nav} aria-label="Main">
      {groups.map(({ heading = '', places }, at) => (
        <div key={heading} className={styles.group}>
          {heading !== '' && <div className={mergeClasses(styles.heading, at > 1 && styles.deeper)}>{heading}</div>}
          <Links places={places} />
        </div>
      ))}
    </nav>
  )
}

function Links({ places }: { readonly places: readonly Place[] }) {
  const styles = useStyles()
  return places.map(({ to, text, icon, chosen, isExact = false }) => (
    <NavLink
      key={to}
      to={to}
      end={isExact}
      className={({ isActive }) => mergeClasses(styles.link, isActive && styles.chosen)}
    >
      {({ isActive }) => (
        <>
          {isActive ? chosen : icon}
          {text}
        </>
      )}
    </NavLink>
  ))
}
