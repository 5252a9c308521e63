import { useState } from 'react'
import { Text } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { useNotify } from '@usher/parts/use-notify.tsx'
import { useLines } from '../../api/use-lines.ts'
import { plural } from '../../parts/numbers.ts'
import { useJob } from '../../parts/use-job.ts'
import type { Line } from './accounts.ts'

type PutRightProps = { readonly count: number; readonly onClose: () => void; readonly onDone: () => void }

/** Makes every account what the mapping says again, after asking. */
export function PutRight({ count, onClose, onDone }: PutRightProps) {
  const { at } = useJob()
  const notify = useNotify()
  const [done, setDone] = useState(0)
  const reconcile = useLines<Line>('POST /usher/apps/{app}/drift', {
    hear: ({ progress, summary }) => {
      if (progress !== undefined) setDone(progress.done)
      if (summary === undefined) return
      const { updated, created, failed } = summary
      notify(
        failed === 0 ? 'success' : 'error',
        `${plural(updated, 'account')} put right, ${created} made again, ${failed} failed.`,
      )
      onClose()
      onDone()
    },
    refresh: ['GET /usher/apps/{app}/status'],
  })
  return (
    <Ask
      title={`Put ${plural(count, 'account')} right?`}
      verb="Put right"
      isDangerous
      isPending={reconcile.isRunning}
      error={reconcile.error}
      onYes={() => reconcile.run({ ...at, body: {} })}
      onClose={onClose}
    >
      <Text>
        Every managed account is compared again. What somebody changed in the application is overwritten with what the
        mapping says; accounts that were removed are made again.
      </Text>
      {reconcile.isRunning && <Text role="status">{plural(done, 'account')} compared …</Text>}
    </Ask>
  )
}
