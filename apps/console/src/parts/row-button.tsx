import type { ReactNode } from 'react'
import { makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  button: {
    padding: 0,
    maxWidth: '100%',
    border: 'none',
    background: 'none',
    font: 'inherit',
    textAlign: 'left',
    color: tokens.colorBrandForegroundLinkHover, // readable in a row that is chosen, too
    cursor: 'pointer',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    borderRadius: tokens.borderRadiusSmall,
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-1px' },
  },
})

/** What opens a row by keyboard; the pointer may take the row anywhere, and so it is the row that hears of it. */
export function RowButton({ children }: { readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <button type="button" className={styles.button}>
      {children}
    </button>
  )
}
