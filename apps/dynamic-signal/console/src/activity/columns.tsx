import { makeStyles, tokens } from '@fluentui/react-components'
import type { Entry } from '../api/types.ts'
import type { Column } from '@usher/parts/data-table.tsx'
import { When } from '@usher/parts/when.tsx'
import { Method, StatusOf } from './method-status.tsx'
import { readable, withoutBase } from './readable.ts'

const useStyles = makeStyles({
  path: {
    display: 'block',
    width: '100%',
    padding: 0,
    border: 'none',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    textAlign: 'left',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    cursor: 'pointer',
    borderRadius: tokens.borderRadiusSmall,
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-1px' },
  },
})

export function columnsOf(open: (entry: Entry) => void): readonly Column<Entry>[] {
  return [
    { id: 'time', title: 'Time', width: '140px', show: ({ time }) => <When time={time} as="second" /> },
    { id: 'method', title: 'Method', width: '88px', show: ({ method }) => <Method method={method} /> },
    { id: 'path', title: 'Path', show: (entry) => <Path entry={entry} open={open} /> },
    { id: 'status', title: 'Status', width: '172px', show: (entry) => <StatusOf entry={entry} /> },
    {
      id: 'duration',
      title: 'Duration',
      width: '104px',
      show: ({ durationMs }) => `${durationMs.toLocaleString('en', { maximumFractionDigits: 1 })} ms`,
    },
    {
      id: 'by',
      title: 'Token or client',
      isRoomy: true,
      width: '16%',
      show: ({ by }) => (by === null ? 'Not authenticated' : <span title={by.prefix}>{by.label}</span>),
    },
  ]
}

type PathProps = { readonly entry: Entry; readonly open: (entry: Entry) => void }

function Path({ entry, open }: PathProps) {
  const styles = useStyles()
  return (
    <button
      type="button"
      className={styles.path}
      title={readable(entry.path)}
      onClick={(event) => {
        event.stopPropagation()
        open(entry)
      }}
    >
      {withoutBase(readable(entry.path))}
    </button>
  )
}
