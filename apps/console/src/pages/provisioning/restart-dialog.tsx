import { useState } from 'react'
import { Radio, RadioGroup, Text } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { Choice } from '@usher/parts/choice.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'
import type { Status } from '../../parts/job-state.tsx'
import { plural } from '../../parts/numbers.ts'
import { touched } from './touched.ts'

type Props = { readonly status: Status; readonly onClose: () => void }

/** What a restart may forget, least first. The names are those of the Graph (`resetScope`). */
const scopes = [
  {
    value: 'Escrows',
    title: 'Failures',
    says: (job: Status['job']) => `${plural(job.failed, 'object')} that failed are tried at once.`,
  },
  {
    value: 'QuarantineState,Watermark,Escrows',
    title: 'Progress',
    says: (job: Status['job']) =>
      `Everybody in the directory is looked at again and compared with ${plural(job.linked, 'account')}. What is equal is not written.`,
  },
  {
    value: 'Full',
    title: 'Everything, including which account belongs to whom',
    says: (job: Status['job']) =>
      `The links of ${plural(job.linked, 'account')} are forgotten, so that they are matched again. Accounts of people out of scope are disabled first, under accidental-deletion prevention.`,
  },
]

export function RestartDialog({ status: { id, name, job }, onClose }: Props) {
  const [resetScope, choose] = useState(scopes[1]?.value ?? '')
  const restart = useAction({
    run: () =>
      ask('POST /usher/apps/{app}/restart', { path: { app: id }, query: { job: job.name }, body: { resetScope } }),
    done: ({ says }) => `Restarted: ${says}.`,
    refresh: touched,
    onDone: onClose,
  })
  return (
    <Ask
      title={`Restart provisioning of ${name}?`}
      verb="Restart"
      isDangerous={resetScope === 'Full'}
      isPending={restart.isPending}
      error={restart.error}
      onYes={() => restart.mutate()}
      onClose={onClose}
    >
      <Text>Choose what is forgotten; provisioning begins again from there. No account is created twice.</Text>
      <RadioGroup aria-label="What is forgotten" value={resetScope} onChange={(_, { value }) => choose(value)}>
        {scopes.map(({ value, title, says }) => (
          <Radio key={value} value={value} label={<Choice title={title} says={says(job)} />} />
        ))}
      </RadioGroup>
    </Ask>
  )
}
