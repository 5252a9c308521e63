import type { ReactNode } from 'react'
import { Body1, Body1Strong, makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  empty: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: '6px',
    padding: '40px 20px',
    '> svg': { fontSize: '40px', color: tokens.colorNeutralForeground4, marginBottom: '4px' },
  },
  about: { color: tokens.colorNeutralForeground3, maxWidth: '56ch', textAlign: 'center' },
})

type Props = {
  readonly icon?: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}

/** There is nothing here: why, and what to do about it. */
export function Empty({ icon, title, children, action }: Props) {
  const styles = useStyles()
  return (
    <div className={styles.empty}>
      {icon}
      <Body1Strong>{title}</Body1Strong>
      {children !== undefined && <Body1 className={styles.about}>{children}</Body1>}
      {action}
    </div>
  )
}
