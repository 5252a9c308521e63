import { makeStyles, tokens } from '@fluentui/react-components'
import type { Column } from '@usher/parts/data-table.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { When } from '@usher/parts/when.tsx'
import { ResultBadge } from '../../parts/result-badge.tsx'
import { RowButton } from '../../parts/row-button.tsx'
import { type Line, actions } from './question.ts'

const useStyles = makeStyles({
  identity: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  id: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
})

export type Chosen = Column<Line> & { readonly pixels: number; readonly isUsual: boolean }

export function actionNamed(action: string): string {
  return actions.find(({ value }) => value === action)?.text ?? action
}

const usual = { isUsual: true } as const
const added = { isUsual: false } as const

/**
 * LG-3: those of Entra, with what happened, and those that one may add. Each fits into `pixels`.
 *
 * Which systems it was between is left out where there is little room; what somebody added is not.
 */
export const columns: readonly Chosen[] = [
  { id: 'date', title: 'Date', pixels: 132, ...usual, show: ({ at }) => <When time={at} as="second" /> },
  { id: 'identity', title: 'Identity', pixels: 160, ...usual, show: (line) => <Identity line={line} /> },
  { id: 'action', title: 'Action', pixels: 84, ...usual, show: ({ action }) => actionNamed(action) },
  { id: 'status', title: 'Status', pixels: 94, ...usual, show: ({ result }) => <ResultBadge result={result} /> },
  { id: 'reason', title: 'What happened', pixels: 190, ...usual, show: ({ entry }) => entry.usher.reason },
  {
    id: 'source',
    title: 'Source system',
    pixels: 140,
    ...usual,
    isRoomy: true,
    show: ({ entry }) => entry.sourceSystem.displayName,
  },
  {
    id: 'target',
    title: 'Target system',
    pixels: 140,
    ...usual,
    isRoomy: true,
    show: ({ entry }) => entry.targetSystem.displayName,
  },
  {
    id: 'code',
    title: 'Error code',
    pixels: 170,
    ...added,
    show: ({ entry }) => entry.provisioningStatusInfo.errorInformation?.errorCode ?? '–',
  },
  {
    id: 'duration',
    title: 'Duration',
    pixels: 96,
    ...added,
    align: 'end',
    show: ({ entry }) => `${entry.durationInMilliseconds} ms`,
  },
  { id: 'targetId', title: 'Target ID', pixels: 160, ...added, show: ({ targetId }) => targetId || '–' },
  { id: 'job', title: 'Job ID', pixels: 160, ...added, show: ({ jobId }) => jobId },
  { id: 'cycle', title: 'Cycle ID', pixels: 160, ...added, show: ({ cycleId }) => cycleId },
  { id: 'change', title: 'Change ID', pixels: 160, ...added, show: ({ entry }) => entry.changeId },
]

function Identity({ line: { displayName, objectId } }: { readonly line: Line }) {
  const styles = useStyles()
  return (
    <span className={styles.identity}>
      <RowButton>{displayName === '' ? objectId : displayName}</RowButton>
      <span className={styles.id}>{objectId}</span>
    </span>
  )
}

const place = 'log-columns'
const atFirst = columns.filter(({ isUsual }) => isUsual).map(({ id }) => id)

/**
 * Which columns somebody wants: those of the address, so that a link shows what was sent, else those that the browser remembers.
 * Who follows a link keeps their own for elsewhere until they choose others.
 */
export function useColumns() {
  const [query, change] = useAddress()
  const remembered = localStorage.getItem(place)?.split(' ') ?? atFirst
  const choose = (chosen: readonly string[]): void => {
    const list = chosen.length === 0 ? atFirst : chosen
    localStorage.setItem(place, list.join(' '))
    change({ columns: list.join(' ') })
  }
  return [shownOf(query.get('columns')?.split(' ') ?? remembered), choose] as const
}

/** What is none of the columns is passed over; of none there are the usual ones. */
export function shownOf(ids: readonly string[]): readonly Chosen[] {
  const shown = columns.filter(({ id }) => ids.includes(id))
  return shown.length === 0 ? columns.filter(({ isUsual }) => isUsual) : shown
}

/** The last wide column takes what is left; without room each column keeps what it needs. */
export function fitted(shown: readonly Chosen[]) {
  const widest = shown.toSorted((one, other) => other.pixels - one.pixels)[0]
  const sum = (list: readonly Chosen[]): number => list.reduce((total, { pixels }) => total + pixels, 0)
  return {
    columns: shown.map((one) => (one.id === widest?.id ? one : { ...one, width: `${one.pixels}px` })),
    minWidth: `${sum(shown)}px`,
    leastWidth: `${sum(shown.filter(({ isRoomy }) => isRoomy !== true))}px`,
  }
}
