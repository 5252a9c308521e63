import { useState } from 'react'
import { Input, Text, makeStyles, tokens } from '@fluentui/react-components'
import { ChevronDoubleLeftRegular } from '@fluentui/react-icons/svg/chevron-double-left'
import { ChevronDoubleRightRegular } from '@fluentui/react-icons/svg/chevron-double-right'
import { ChevronLeftRegular } from '@fluentui/react-icons/svg/chevron-left'
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right'
import { Turn } from './turn.tsx'

const useStyles = makeStyles({
  pager: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px',
    padding: '8px 20px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  count: { flex: '1 1 auto', color: tokens.colorNeutralForeground3 },
  jump: { display: 'flex', alignItems: 'center', gap: '6px' },
  number: { width: '72px', '& input': { textAlign: 'right' } },
})

type Props = {
  readonly page: number
  readonly size: number
  readonly total: number
  /** What is counted: "users". */
  readonly what: string
  readonly onPage: (page: number) => void
}

/** First, previous, a number to jump to, next, last. */
export function Pager({ page, size, total, what, onPage }: Props) {
  const styles = useStyles()
  const last = Math.max(1, Math.ceil(total / size))
  const from = Math.min(total, (page - 1) * size + 1)
  const to = Math.min(total, page * size)
  return (
    <nav className={styles.pager} aria-label={`Pages of ${what}`}>
      <Text className={styles.count} role="status">
        {total === 1
          ? `1 ${what.replace(/s$/, '')}`
          : `${from.toLocaleString('en')}–${to.toLocaleString('en')} of ${total.toLocaleString('en')} ${what}`}
      </Text>
      {last > 1 && (
        <div className={styles.jump}>
          <Turn label="First page" icon={<ChevronDoubleLeftRegular />} to={page > 1 ? 1 : undefined} onTurn={onPage} />
          <Turn
            label="Previous page"
            icon={<ChevronLeftRegular />}
            to={page > 1 ? page - 1 : undefined}
            onTurn={onPage}
          />
          <Jump key={page} page={page} last={last} onPage={onPage} />
          <Turn
            label="Next page"
            icon={<ChevronRightRegular />}
            to={page < last ? page + 1 : undefined}
            onTurn={onPage}
          />
          <Turn
            label="Last page"
            icon={<ChevronDoubleRightRegular />}
            to={page < last ? last : undefined}
            onTurn={onPage}
          />
        </div>
      )}
    </nav>
  )
}

function Jump({ page, last, onPage }: Pick<Props, 'page' | 'onPage'> & { readonly last: number }) {
  const styles = useStyles()
  const [typed, setTyped] = useState(String(page))
  const go = (): void => {
    const wanted = Math.min(last, Math.max(1, Math.trunc(Number(typed)) || page))
    setTyped(String(wanted))
    if (wanted !== page) onPage(wanted)
  }
  return (
    <form
      className={styles.jump}
      onSubmit={(event) => {
        event.preventDefault()
        go()
      }}
    >
      <Text>Page</Text>
      <Input
        className={styles.number}
        inputMode="numeric"
        aria-label="Page number"
        value={typed}
        onChange={(_, { value }) => setTyped(value)}
        onBlur={go}
      />
      <Text>of {last.toLocaleString('en')}</Text>
    </form>
  )
}
