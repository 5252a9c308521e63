import { useEffect, useState } from 'react'
import { Checkbox, ProgressBar, Spinner, Text, makeStyles, tokens } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { useNotify } from '@usher/parts/use-notify.tsx'
import { useLines } from '../../api/use-lines.ts'
import { plural } from '../../parts/numbers.ts'
import { Figures } from '../../parts/figures.tsx'
import { useJob } from '../../parts/use-job.ts'

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    margin: 0,
    padding: '8px 12px',
    listStyleType: 'none',
    maxHeight: '220px',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  one: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
})
/** As many are listed; all are counted. */
const most = 200

type Undo = {
  readonly id: string
  readonly displayName: string
  readonly action: 'update' | 'disable' | 'none'
  readonly changes: readonly {
    readonly displayName: string
    readonly oldValue: string | null
    readonly newValue: string | null
  }[]
  readonly cannot: readonly string[]
}
type Counts = Readonly<Record<'objects' | 'putBack' | 'disabled' | 'asBefore' | 'left', number>>
type Line = {
  readonly undo?: Undo
  readonly counts?: Counts
  readonly progress?: { readonly percent: number }
  readonly undone?: { readonly putBack: number; readonly disabled: number; readonly failed: number }
}
type Props = {
  readonly what: { readonly cycle: string } | { readonly plan: string }
  readonly title: string
  readonly onClose: () => void
}

/** What an undo would put back is shown first, then carried out. */
export function UndoDialog({ what, title, onClose }: Props) {
  const { at } = useJob()
  const notify = useNotify()
  const [undos, setUndos] = useState<readonly Undo[]>([])
  const [counts, setCounts] = useState<Counts | null>(null)
  const [percent, setPercent] = useState(0)
  const [pause, setPause] = useState(false)
  const name = 'POST /usher/apps/{app}/undo'
  const look = useLines<Line>(name, {
    hear: (line) => {
      if (line.undo !== undefined)
        setUndos((before) => (before.length < most ? [...before, line.undo as Undo] : before))
      if (line.counts !== undefined) setCounts(line.counts)
    },
  })
  const carryOut = useLines<Line>(name, {
    hear: ({ progress, undone }) => {
      if (progress !== undefined) setPercent(progress.percent)
      if (undone === undefined) return
      const { putBack, disabled, failed } = undone
      notify(
        failed === 0 ? 'success' : 'error',
        `${plural(putBack, 'account')} put back, ${disabled} disabled, ${failed} failed.`,
      )
      onClose()
    },
    refresh: ['GET /usher/apps/{app}/plans', 'GET /usher/apps/{app}/undone', 'GET /usher/apps/{app}/status'],
  })
  useEffect(() => look.run({ ...at, body: { ...what, yes: false } }), []) // oxlint-disable-line react-hooks/exhaustive-deps -- once, when it opens
  const work = counts === null ? 0 : counts.putBack + counts.disabled + counts.asBefore
  return (
    <Ask
      title={title}
      verb={work === 0 ? 'Put back' : `Put back ${work.toLocaleString('en')}`}
      isDangerous
      isReady={work > 0}
      isPending={carryOut.isRunning}
      error={look.error ?? carryOut.error}
      onYes={() => carryOut.run({ ...at, body: { ...what, yes: true, pause } })}
      onClose={onClose}
    >
      {look.isRunning && <Spinner size="small" label="Looking at what can be put back …" />}
      {counts !== null && <Shown counts={counts} undos={undos} />}
      {counts !== null && (
        <Checkbox
          label="Stop provisioning too"
          checked={pause}
          onChange={(_, { checked }) => setPause(checked === true)}
        />
      )}
      {carryOut.isRunning && <ProgressBar max={100} value={percent} aria-label="Progress" />}
    </Ask>
  )
}

function Shown({ counts, undos }: { readonly counts: Counts; readonly undos: readonly Undo[] }) {
  const styles = useStyles()
  return (
    <>
      <Figures
        figures={[
          { label: 'put back', value: counts.putBack },
          { label: 'disabled', value: counts.disabled },
          { label: 'as before already', value: counts.asBefore },
          { label: 'stay, in part or whole', value: counts.left },
        ]}
      />
      {undos.length > 0 && (
        <ul className={styles.list} tabIndex={0} aria-label="What is put back">
          {undos.map(({ id, displayName, action, changes, cannot }) => (
            <li key={id} className={styles.one}>
              <span>
                {displayName}
                {action === 'disable' && ': is disabled'}
              </span>
              {changes.map((one) => (
                <span key={one.displayName} className={styles.quiet}>
                  {one.displayName}: {one.oldValue ?? '(empty)'} → {one.newValue ?? '(empty)'}
                </span>
              ))}
              {cannot.map((why) => (
                <span key={why} className={styles.quiet}>
                  Stays: {why}
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
      {counts.objects > undos.length && (
        <Text>{`And ${(counts.objects - undos.length).toLocaleString('en')} more.`}</Text>
      )}
      <Text>
        Whoever is put back is left alone until something about them changes in the directory, or mappings, filters or
        settings are saved.
      </Text>
    </>
  )
}
