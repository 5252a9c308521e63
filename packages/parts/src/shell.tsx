import { type ReactNode, useEffect, useRef } from 'react'
import { makeStyles, tokens } from '@fluentui/react-components'
import { Link, useLocation } from 'react-router'
import { type Group, Navigation } from './navigation.tsx'

const useStyles = makeStyles({
  shell: { display: 'flex', flexDirection: 'column', height: '100%', backgroundColor: tokens.colorNeutralBackground3 },
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    height: '48px',
    flexShrink: 0,
    padding: '0 12px 0 16px',
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  skip: {
    position: 'absolute',
    left: '-9999px',
    ':focus': {
      left: '12px',
      top: '8px',
      zIndex: 1,
      padding: '6px 12px',
      borderRadius: tokens.borderRadiusMedium,
      backgroundColor: tokens.colorBrandBackground,
      color: tokens.colorNeutralForegroundOnBrand,
    },
  },
  brand: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase400,
    fontWeight: tokens.fontWeightSemibold,
    textDecorationLine: 'none',
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '4px' },
  },
  tenant: {
    color: tokens.colorNeutralForeground3,
    paddingLeft: '12px',
    borderLeft: `1px solid ${tokens.colorNeutralStroke1}`,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  end: { marginLeft: 'auto', display: 'flex', alignItems: 'center', gap: '4px', minWidth: 0 },
  body: { display: 'flex', flex: '1 1 auto', minHeight: 0 },
  main: {
    flex: '1 1 auto',
    minWidth: 0,
    overflowY: 'auto',
    padding: '24px 28px 48px',
    outlineStyle: 'none',
    position: 'relative',
    '@media (max-width: 960px)': { padding: '20px 16px 40px' },
  },
})

type Props = {
  readonly product: string
  readonly home: string
  /** Whose product it is: a tenant, a directory. */
  readonly of: { readonly what: string; readonly name: string }
  readonly groups: readonly Group[]
  /** What stands at the end of the bar: whose account it is. */
  readonly end: ReactNode
  readonly children: ReactNode
}

/** The bar with the product's name, the navigation, and the page. */
export function Shell({ product, home, of, groups, end, children }: Props) {
  const styles = useStyles()
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  const before = useRef(pathname)
  // A new page begins at its top, for the eye and for the keyboard.
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    main.current?.scrollTo({ top: 0 })
    main.current?.focus({ preventScroll: true })
  }, [pathname])
  return (
    <div className={styles.shell}>
      <header className={styles.bar}>
        <a className={styles.skip} href="#main" onClick={() => main.current?.focus()}>
          Skip to the page
        </a>
        <Link to={home} className={styles.brand}>
          <img src="/icon.svg" alt="" width={24} height={24} />
          {product}
        </Link>
        <span className={styles.tenant} title={of.what}>
          {of.name}
        </span>
        <div className={styles.end}>{end}</div>
      </header>
      <div className={styles.body}>
        <Navigation groups={groups} />
        <main id="main" className={styles.main} tabIndex={-1} ref={main}>
          {children}
        </main>
      </div>
    </div>
  )
}
