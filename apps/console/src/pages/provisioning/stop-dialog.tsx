import { Text } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'
import type { Status } from '../../parts/job-state.tsx'
import { plural, shown } from '../../parts/numbers.ts'
import { touched } from './touched.ts'

type Props = { readonly status: Status; readonly onClose: () => void }

export function StopDialog({ status: { id, name, job }, onClose }: Props) {
  const stop = useAction({
    run: () => ask('POST /usher/apps/{app}/stop', { path: { app: id }, query: { job: job.name } }),
    done: `Provisioning of ${name} is stopped.`,
    refresh: touched,
    onDone: onClose,
  })
  const { progress } = job
  return (
    <Ask
      title={`Stop provisioning of ${name}?`}
      verb="Stop"
      isDangerous
      isPending={stop.isPending}
      error={stop.error}
      onYes={() => stop.mutate()}
      onClose={onClose}
    >
      <Text>
        {plural(job.active, 'active account')} in {name} stay as they are. Joiners get none, and leavers keep theirs,
        until it is started again.
      </Text>
      {progress !== null && (
        <Text>
          A cycle runs: {shown(progress.overall.done)} of {shown(progress.overall.total)} are done. Objects in flight
          end, the rest waits; Start goes on there.
        </Text>
      )}
    </Ask>
  )
}
