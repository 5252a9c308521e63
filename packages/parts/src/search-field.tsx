import { useEffect, useState } from 'react'
import { SearchBox, makeStyles } from '@fluentui/react-components'
import { useSettled } from './use-settled.ts'

const useStyles = makeStyles({ box: { flex: '1 1 240px', maxWidth: '420px' } })

type Props = { readonly label: string; readonly value: string; readonly onSearch: (text: string) => void }

/** Searches when typing pauses. */
export function SearchField({ label, value, onSearch }: Props) {
  const styles = useStyles()
  const [typed, setTyped] = useState(value)
  const settled = useSettled(typed)
  useEffect(() => {
    if (settled === typed && settled !== value) onSearch(settled)
    // Only what was typed starts a search, not what the address says meanwhile.
  }, [settled]) // oxlint-disable-line react-hooks/exhaustive-deps
  return (
    <SearchBox
      className={styles.box}
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(_, { value: text }) => setTyped(text)}
    />
  )
}
