import type { ReactNode } from 'react'
import { makeStyles, tokens } from '@fluentui/react-components'
import { Link } from 'react-router'

const useStyles = makeStyles({
  link: {
    color: tokens.colorBrandForegroundLink,
    textDecorationLine: 'none',
    borderRadius: tokens.borderRadiusSmall,
    ':hover': { color: tokens.colorBrandForegroundLinkHover, textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
})

/** A link within a text, to another page of the console. */
export function TextLink({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <Link to={to} className={styles.link}>
      {children}
    </Link>
  )
}
