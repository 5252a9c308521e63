import { useState } from 'react'
import { makeStyles, tokens } from '@fluentui/react-components'
import type { Column } from '@usher/parts/data-table.tsx'
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

const column = (of: Omit<Chosen, 'isUsual'> & { readonly isUsual?: true }): Chosen => ({ isUsual: false, ...of })

/** LG-3: those of Entra, and those that one may add. Each fits into `pixels`. */
export const columns: readonly Chosen[] = [
  column({
    id: 'date',
    title: 'Date',
    pixels: 140,
    isUsual: true,
    show: ({ at }) => <When time={at} as="second" />,
  }),
  column({
    id: 'identity',
    title: 'Identity',
    pixels: 190,
    isUsual: true,
    show: (line) => <Identity line={line} />,
  }),
  column({
    id: 'action',
    title: 'Action',
    pixels: 96,
    isUsual: true,
    show: ({ action }) => actionNamed(action),
  }),
  column({
    id: 'status',
    title: 'Status',
    pixels: 104,
    isUsual: true,
    show: ({ result }) => <ResultBadge result={result} />,
  }),
  column({
    id: 'source',
    title: 'Source system',
    pixels: 140,
    isUsual: true,
    isRoomy: true,
    show: ({ entry }) => entry.sourceSystem.displayName,
  }),
  column({
    id: 'target',
    title: 'Target system',
    pixels: 140,
    isUsual: true,
    isRoomy: true,
    show: ({ entry }) => entry.targetSystem.displayName,
  }),
  column({
    id: 'reason',
    title: 'What happened',
    pixels: 260,
    isRoomy: true,
    show: ({ entry }) => entry.usher.reason,
  }),
  column({
    id: 'code',
    title: 'Error code',
    pixels: 170,
    isRoomy: true,
    show: ({ entry }) => entry.provisioningStatusInfo.errorInformation?.errorCode ?? '–',
  }),
  column({
    id: 'duration',
    title: 'Duration',
    pixels: 96,
    align: 'end',
    isRoomy: true,
    show: ({ entry }) => `${entry.durationInMilliseconds} ms`,
  }),
  column({ id: 'targetId', title: 'Target ID', pixels: 160, isRoomy: true, show: ({ targetId }) => targetId || '–' }),
  column({ id: 'job', title: 'Job ID', pixels: 160, isRoomy: true, show: ({ jobId }) => jobId }),
  column({ id: 'cycle', title: 'Cycle ID', pixels: 160, isRoomy: true, show: ({ cycleId }) => cycleId }),
  column({ id: 'change', title: 'Change ID', pixels: 160, isRoomy: true, show: ({ entry }) => entry.changeId }),
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
const usual = columns.filter(({ isUsual }) => isUsual).map(({ id }) => id)

/** Which columns somebody wants, remembered by the browser: a link shows others the same lines in their own columns. */
export function useColumns() {
  const [ids, set] = useState<readonly string[]>(() => (localStorage.getItem(place) ?? usual.join(' ')).split(' '))
  const choose = (chosen: readonly string[]): void => {
    const list = chosen.length === 0 ? usual : chosen
    localStorage.setItem(place, list.join(' '))
    set(list)
  }
  const shown = columns.filter(({ id }) => ids.includes(id))
  return [shown.length === 0 ? columns.filter(({ isUsual }) => isUsual) : shown, choose] as const
}

/** The last wide column takes what is left; without room each column keeps what it needs. */
export function fitted(shown: readonly Chosen[]) {
  const widest = shown.toSorted((one, other) => other.pixels - one.pixels)[0]
  const sum = (list: readonly Chosen[]): number => list.reduce((total, { pixels }) => total + pixels, 0)
  return {
    columns: shown.map(({ pixels, isUsual: _, ...one }) =>
      one.id === widest?.id ? one : { ...one, width: `${pixels}px` },
    ),
    minWidth: `${sum(shown)}px`,
    leastWidth: `${sum(shown.filter(({ isRoomy }) => isRoomy !== true))}px`,
  }
}
