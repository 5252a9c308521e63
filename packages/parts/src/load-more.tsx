import { Text, makeStyles, tokens } from '@fluentui/react-components'

import { ActionButton } from './action-button.tsx'
const useStyles = makeStyles({
  more: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px 16px',
    padding: '8px 20px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  count: { flex: '1 1 auto', color: tokens.colorNeutralForeground3 },
})

type Props = {
  readonly list: {
    readonly rows: readonly unknown[] | undefined
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly fetchNextPage: () => unknown
  }
  /** What is counted: "assignments". */
  readonly what: string
}

/** How many of a long list are shown, and more of them. */
export function LoadMore({ list: { rows, hasNextPage, isFetchingNextPage, fetchNextPage }, what }: Props) {
  const styles = useStyles()
  if (rows === undefined || rows.length === 0) return null
  const shown = `${rows.length.toLocaleString('en')} ${rows.length === 1 ? what.replace(/s$/, '') : what}`
  return (
    <div className={styles.more}>
      <Text className={styles.count} role="status">
        {hasNextPage ? `The first ${shown}` : shown}
      </Text>
      {hasNextPage && (
        <ActionButton isPending={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Load more
        </ActionButton>
      )}
    </div>
  )
}
