import { Button } from '@fluentui/react-components'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import type { Why } from './why-application.tsx'

/** One click for an account that was removed in the application: a new one is made. */
export function MakeAgain({
  why: { application, applicationId, jobName },
  who,
}: {
  readonly why: Why
  readonly who: string
}) {
  const may = useMay()
  const make = useAction({
    run: () =>
      ask('POST /usher/apps/{app}/run', {
        path: { app: applicationId },
        query: { job: jobName },
        body: { yes: true, wait: false, recreate: who },
      }),
    done: `A new account is made in ${application}.`,
    refresh: ['GET /usher/why'],
    failures: 'toast',
  })
  if (!may('microsoft.directory/servicePrincipals/synchronizationJobs/manage')) return null
  return (
    <div>
      <Button appearance="primary" disabledFocusable={make.isPending} onClick={() => make.mutate()}>
        Make the account again
      </Button>
    </div>
  )
}
