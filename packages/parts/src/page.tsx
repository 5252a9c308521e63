import { type ReactNode, createContext, useContext, useEffect } from 'react'
import {
  Breadcrumb,
  BreadcrumbDivider,
  BreadcrumbItem,
  Subtitle1,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { Link } from 'react-router'

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', gap: '20px', maxWidth: '1440px', margin: '0 auto' },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: '12px 24px' },
  words: { display: 'flex', flexDirection: 'column', gap: '4px', flex: '1 1 320px', minWidth: 0 },
  title: { margin: 0, overflowWrap: 'anywhere' },
  about: { color: tokens.colorNeutralForeground3, maxWidth: '72ch' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px', '& button': { whiteSpace: 'nowrap' } },
  crumbs: { marginLeft: '-6px', marginBottom: '-4px' },
  crumb: {
    color: tokens.colorNeutralForeground3,
    padding: '2px 6px',
    fontSize: tokens.fontSizeBase200,
    textDecorationLine: 'none',
    borderRadius: tokens.borderRadiusMedium,
  },
  crumbLink: { ':hover': { color: tokens.colorNeutralForeground1, textDecorationLine: 'underline' } },
})

/** What the pages are pages of; it stands behind the title of each. */
export const Product = createContext('')

export type Crumb = { readonly text: string; readonly to?: string }

type Props = {
  readonly title: string
  readonly about?: ReactNode
  readonly crumbs?: readonly Crumb[]
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page: where it is, what it is called, what can be done, what it shows. */
export function Page({ title, about, crumbs = [], actions, children }: Props) {
  const styles = useStyles()
  const product = useContext(Product)
  useEffect(() => {
    document.title = `${title} · ${product}`
  }, [title, product])
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <div className={styles.words}>
          <Crumbs crumbs={crumbs} />
          <Subtitle1 as="h1" className={styles.title}>
            {title}
          </Subtitle1>
          {about !== undefined && <Text className={styles.about}>{about}</Text>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  )
}

function Crumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  const styles = useStyles()
  if (crumbs.length === 0) return null
  const items = crumbs.flatMap(({ text, to }, index) => [
    ...(index === 0 ? [] : [<BreadcrumbDivider key={`before ${text}`} />]),
    <BreadcrumbItem key={text}>
      {to === undefined ? (
        <span className={styles.crumb}>{text}</span>
      ) : (
        <Link to={to} className={`${styles.crumb} ${styles.crumbLink}`}>
          {text}
        </Link>
      )}
    </BreadcrumbItem>,
  ])
  return (
    <Breadcrumb size="small" aria-label="Where this page is" className={styles.crumbs}>
      {items}
    </Breadcrumb>
  )
}
