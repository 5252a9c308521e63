import { Text } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'
import type { Status } from '../../parts/job-state.tsx'
import { touched } from './touched.ts'
import { PlannedNumbers } from './planned-numbers.tsx'

type Props = { readonly status: Status; readonly onClose: () => void }

/** Shows what the first cycle would do before it does it. */
export function StartDialog({ status: { id, name, job }, onClose }: Props) {
  const start = useAction({
    run: () =>
      ask('POST /usher/apps/{app}/run', {
        path: { app: id },
        query: { job: job.name },
        body: { yes: true, wait: false },
      }),
    done: `Provisioning of ${name} has started.`,
    refresh: touched,
    onDone: onClose,
  })
  const anew = job.state === 'Disabled'
  return (
    <Ask
      title={`Start provisioning of ${name}?`}
      verb="Start"
      isPending={start.isPending}
      error={start.error}
      onYes={() => start.mutate()}
      onClose={onClose}
    >
      <Text>
        {anew
          ? 'The first cycle looks at everybody who is in scope; from then on changes are carried out as they happen.'
          : 'It goes on where it was stopped. This is what has gathered since:'}
      </Text>
      <PlannedNumbers app={id} job={job.name} />
    </Ask>
  )
}
