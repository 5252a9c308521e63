import { type ReactNode, useEffect, useRef } from 'react'
import {
  Avatar,
  Button,
  Menu,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { SignOutRegular } from '@fluentui/react-icons/svg/sign-out'
import { Link, useLocation } from 'react-router'
import { useSignOut } from '../api/session.ts'
import type { Me } from '../api/types.ts'
import { Navigation } from './navigation.tsx'

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
  who: { marginLeft: 'auto', maxWidth: '260px' },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', maxWidth: '180px' },
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

/** The bar with the product's name, the navigation, and the page. */
export function Shell({ me, children }: { readonly me: Me; readonly children: ReactNode }) {
  const styles = useStyles()
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  // A new page begins at its top.
  useEffect(() => {
    main.current?.scrollTo({ top: 0 })
  }, [pathname])
  return (
    <div className={styles.shell}>
      <header className={styles.bar}>
        <a className={styles.skip} href="#main" onClick={() => main.current?.focus()}>
          Skip to the page
        </a>
        <Link to="/users" className={styles.brand}>
          <img src="/icon.svg" alt="" width={24} height={24} />
          Dynamic Signal
        </Link>
        <span className={styles.tenant} title="Tenant">
          {me.tenant.name}
        </span>
        <Account me={me} />
      </header>
      <div className={styles.body}>
        <Navigation me={me} />
        <main id="main" className={styles.main} tabIndex={-1} ref={main}>
          {children}
        </main>
      </div>
    </div>
  )
}

function Account({ me }: { readonly me: Me }) {
  const styles = useStyles()
  const signOut = useSignOut()
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button
          className={styles.who}
          appearance="subtle"
          aria-label={`Account ${me.userName}`}
          icon={<Avatar name={me.userName} size={28} color="colorful" aria-hidden />}
        >
          <span className={styles.name}>{me.userName}</span>
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>
              {me.isAdmin ? 'Admin' : 'Reader'} · {me.tenant.name}
            </MenuGroupHeader>
            <MenuItem icon={<SignOutRegular />} onClick={() => void signOut()}>
              Sign out
            </MenuItem>
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
