import type { ReactNode } from 'react'
import { makeStyles } from '@fluentui/react-components'

const useStyles = makeStyles({
  bar: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))',
    gap: '12px',
    padding: '0 20px',
    alignItems: 'end',
    '> *': { minWidth: 0 },
    '& .fui-Select, & .fui-Input, & select, & input': { minWidth: 0, width: '100%' },
  },
})

/** What a list shows of all that there is. */
export function FilterBar({ children }: { readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <div className={styles.bar} role="search" aria-label="Filters">
      {children}
    </div>
  )
}
