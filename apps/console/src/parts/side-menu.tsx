import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { Group } from '@usher/parts/navigation.tsx'
import { NavLink } from 'react-router'

const narrow = '@media (max-width: 960px)'

const useStyles = makeStyles({
  menu: { display: 'flex', flexDirection: 'column', gap: '2px' },
  group: {
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    [narrow]: { flexDirection: 'row', flexWrap: 'wrap' },
  },
  headed: { [narrow]: { display: 'grid', gridTemplateColumns: '104px minmax(0, 1fr)' } },
  heading: {
    margin: '12px 12px 2px',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground3,
    [narrow]: { margin: '0 0 0 12px', lineHeight: '34px' }, // as high as a link
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

type Props = { readonly label: string; readonly groups: readonly Group[] }

/** The pages about one object: beside them, and above them where there is little room. */
export function SideMenu({ label, groups }: Props) {
  const styles = useStyles()
  return (
    <nav className={styles.menu} aria-label={label}>
      {groups.map(({ heading = '', places }) => (
        <div key={heading} className={mergeClasses(heading !== '' && styles.headed)}>
          {heading !== '' && <div className={styles.heading}>{heading}</div>}
          <div className={styles.group}>
            {places.map(({ to, text, icon, chosen }) => (
              <NavLink
                key={to}
                to={to}
                className={({ isActive }) => mergeClasses(styles.link, isActive && styles.chosen)}
              >
                {({ isActive }) => (
                  <>
                    {isActive ? chosen : icon}
                    {text}
                  </>
                )}
              </NavLink>
            ))}
          </div>
        </div>
      ))}
    </nav>
  )
}
