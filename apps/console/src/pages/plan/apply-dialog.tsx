import { useState } from 'react'
import { ProgressBar, Text } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { useNotify } from '@usher/parts/use-notify.tsx'
import { ask } from '../../api/ask.ts'
import { useLines } from '../../api/use-lines.ts'
import { plural, shown } from '../../parts/numbers.ts'
import { useJob } from '../../parts/use-job.ts'
import { type Plan, outcomeInWords, waitingIn } from './changes.ts'

type Line = {
  readonly progress?: { readonly done: number; readonly total: number; readonly percent: number }
  readonly applied?: { readonly stopped: boolean; readonly plan: Plan }
}

/** What was approved is carried out, object by object, while one looks. */
export function ApplyDialog({ plan, onClose }: { readonly plan: Plan; readonly onClose: () => void }) {
  const { at } = useJob()
  const notify = useNotify()
  const [done, setDone] = useState<NonNullable<Line['progress']> | null>(null)
  const of = { ...at, path: { ...at.path, id: plan.id } }
  const apply = useLines<Line>('POST /usher/apps/{app}/plans/{id}/apply', {
    hear: ({ progress, applied }) => {
      if (progress !== undefined) setDone(progress)
      if (applied === undefined) return
      notify('success', `${applied.stopped ? 'Stopped' : 'Applied'}: ${outcomeInWords(applied.plan)}.`)
      onClose()
    },
    refresh: ['GET /usher/apps/{app}/plans/{id}', 'GET /usher/apps/{app}/plans', 'GET /usher/apps/{app}/status'],
  })
  const count = waitingIn(plan)
  return (
    <Ask
      title={`Apply ${plural(count, 'change')}?`}
      verb="Apply"
      isPending={apply.isRunning}
      error={apply.error}
      onYes={() => apply.run(of)}
      onClose={() => {
        if (apply.isRunning) void ask('POST /usher/apps/{app}/plans/{id}/stop', of)
        else onClose()
      }}
    >
      {!apply.isRunning && (
        <Text>
          Each is looked at again, in the directory and in the application: what comes to the same is written as it was
          shown, the others are left out and listed. A cycle that runs ends first and goes on afterwards.
        </Text>
      )}
      {apply.isRunning && (
        <>
          <ProgressBar {...(done !== null && { max: 100, value: done.percent })} aria-label="Progress" />
          <Text role="status">
            {done === null ? 'Waiting for the running cycle to end …' : `${shown(done.done)} of ${shown(done.total)}`}
          </Text>
          <Text>Cancel ends it between two objects; Apply goes on there.</Text>
        </>
      )}
    </Ask>
  )
}
