import type { ReactNode } from 'react'
import { makeStyles } from '@fluentui/react-components'

const useStyles = makeStyles({
  tools: { display: 'flex', flexWrap: 'wrap', gap: '12px', padding: '0 20px', alignItems: 'center' },
})

/** What stands above a list: what can be done, and what it is searched by. */
export function Tools({ children }: { readonly children: ReactNode }) {
  const styles = useStyles()
  return <div className={styles.tools}>{children}</div>
}
