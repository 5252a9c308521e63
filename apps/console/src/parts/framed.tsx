import { type ReactNode, use } from 'react'
import { makeStyles } from '@fluentui/react-components'
import { type Crumb, Page } from '@usher/parts/page.tsx'
import { Outlet, useLocation } from 'react-router'
import { useMay } from '../api/session.ts'
import { Within } from '../place.ts'
import { SideMenu } from './side-menu.tsx'

const useStyles = makeStyles({
  frame: {
    display: 'grid',
    gridTemplateColumns: '240px minmax(0, 1fr)',
    gap: '24px',
    alignItems: 'start',
    '@media (max-width: 960px)': { gridTemplateColumns: 'minmax(0, 1fr)', gap: '16px' },
  },
  content: { display: 'flex', flexDirection: 'column', gap: '20px', minWidth: 0 },
})

type Props = {
  readonly name: string
  /** The address of the object, without its pages. */
  readonly root: string
  readonly about?: ReactNode
  readonly crumbs?: readonly Crumb[]
  readonly actions?: ReactNode
  /** Above whichever page is shown. */
  readonly children?: ReactNode
}

/** One object: its name, the menu of its pages, and one of them. */
export function Framed({ name, root, children, ...rest }: Props) {
  const styles = useStyles()
  const may = useMay()
  const { pathname } = useLocation()
  const entries = use(Within).flatMap(({ path, menu, needs }) =>
    menu === undefined || !may(needs) ? [] : [{ ...menu, to: `${root}/${path}` }],
  )
  const here = entries.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
  return (
    <Page title={here === undefined ? name : `${name} | ${here.text}`} {...rest}>
      <div className={styles.frame}>
        <SideMenu label={name} entries={entries} />
        <div className={styles.content}>
          {children}
          <Outlet />
        </div>
      </div>
    </Page>
  )
}
