import { Button, Checkbox, makeStyles, tokens } from '@fluentui/react-components'
import type { Column } from '@usher/parts/data-table.tsx'
import { When } from '@usher/parts/when.tsx'
import { RowButton } from '../../parts/row-button.tsx'
import { type Question, verbs } from './decide-dialog.tsx'
import type { Held, Known } from './kinds.ts'

const useStyles = makeStyles({
  acts: { display: 'flex', gap: '8px' },
  who: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', minWidth: 0 },
  since: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
})

/** Absent for whoever may only look. */
type Deciding = {
  readonly chosen: readonly Held[]
  readonly turn: (row: Held) => void
  readonly ask: (question: Question) => void
}

/** What tells one of a kind from another. */
const own: Readonly<Record<Known['kind'], readonly Column<Held>[]>> = {
  removals: [],
  changes: [{ id: 'what', title: 'What', width: '220px', show: ({ says = [] }) => says.join('; ') }],
  adoptions: [
    { id: 'by', title: 'Found by', width: '140px', show: ({ by }) => by ?? '–' },
    { id: 'account', title: 'Account', width: '150px', isRoomy: true, show: ({ targetId }) => targetId ?? '–' },
  ],
}

export function columnsOf(
  { kind, ofOne }: Pick<Known, 'kind' | 'ofOne'>,
  deciding: Deciding | null,
): readonly Column<Held>[] {
  const looked: readonly Column<Held>[] = [
    { id: 'who', title: 'Who', show: (row) => <Who row={row} /> },
    ...own[kind],
    { id: 'decision', title: 'Decision', width: '110px', show: ({ decision }) => decision ?? 'None yet' },
  ]
  if (deciding === null) return looked
  const box: Column<Held> = {
    id: 'choose',
    title: '',
    width: '76px',
    show: (row) => (
      <Apart>
        <Checkbox
          aria-label={`Select ${row.displayName}`}
          checked={deciding.chosen.some(({ id }) => id === row.id)}
          onChange={() => deciding.turn(row)}
        />
      </Apart>
    ),
  }
  const act: Column<Held> = {
    id: 'act',
    title: 'Decide',
    width: '180px',
    show: (row) => (
      <Apart>
        {(['allowed', 'rejected'] as const).map((decision) => (
          <Button
            key={decision}
            size="small"
            disabled={row.decision === decision}
            aria-label={`${verbs[decision]} ${ofOne(row.displayName)}`}
            onClick={() => deciding.ask({ decision, whose: [row] })}
          >
            {verbs[decision]}
          </Button>
        ))}
      </Apart>
    ),
  }
  return [box, ...looked, act]
}

function Who({ row: { displayName, since } }: { readonly row: Held }) {
  const styles = useStyles()
  return (
    <span className={styles.who}>
      <RowButton>{displayName}</RowButton>
      <span className={styles.since}>
        since <When time={since} />
      </span>
    </span>
  )
}

/** What is pressed here does not open the row. */
function Apart({ children }: { readonly children: React.ReactNode }) {
  const styles = useStyles()
  return (
    <span className={styles.acts} onClick={(event) => event.stopPropagation()} role="presentation">
      {children}
    </span>
  )
}
