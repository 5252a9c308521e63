import { Text } from '@fluentui/react-components'
import { ask } from '../../api/ask.ts'
import { Confirm } from '../../parts/confirm.tsx'
import type { Status } from '../../parts/job-state.tsx'
import { plural, shown } from '../../parts/numbers.ts'
import { touched } from './touched.ts'

type Props = { readonly status: Status; readonly onClose: () => void }

export function StopDialog({ status: { id, name, job }, onClose }: Props) {
  const { progress } = job
  return (
    <Confirm
      title={`Stop provisioning of ${name}?`}
      verb="Stop"
      isDangerous
      run={() => ask('POST /usher/apps/{app}/stop', { path: { app: id }, query: { job: job.name } })}
      done={`Provisioning of ${name} is stopped.`}
      refresh={touched}
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
    </Confirm>
  )
}
