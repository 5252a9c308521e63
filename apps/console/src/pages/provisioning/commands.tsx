import { useState } from 'react'
import { Button, makeStyles } from '@fluentui/react-components'
import { ArrowResetRegular } from '@fluentui/react-icons/svg/arrow-reset'
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync'
import { EditRegular } from '@fluentui/react-icons/svg/edit'
import { KeyRegular } from '@fluentui/react-icons/svg/key'
import { PersonSearchRegular } from '@fluentui/react-icons/svg/person-search'
import { PlayRegular } from '@fluentui/react-icons/svg/play'
import { StopRegular } from '@fluentui/react-icons/svg/stop'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import type { Status } from '../../parts/job-state.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { RestartDialog } from './restart-dialog.tsx'
import { StartDialog } from './start-dialog.tsx'
import { StopDialog } from './stop-dialog.tsx'
import { touched } from './touched.ts'

const useStyles = makeStyles({ bar: { display: 'flex', flexWrap: 'wrap', gap: '8px' } })

/** What can be done with a job as it is now. */
export function Commands({ status }: { readonly status: Status }) {
  const styles = useStyles()
  const may = useMay()
  const [asked, ask] = useState<'start' | 'stop' | 'restart' | null>(null)
  const { id, job } = status
  const isOn = job.state === 'Active'
  const wasStarted = job.state !== 'Disabled' || job.quarantine !== null
  const close = (): void => ask(null)
  if (!may('microsoft.directory/servicePrincipals/synchronizationJobs/manage')) return null
  return (
    <div className={styles.bar} role="toolbar" aria-label="Provisioning">
      {isOn ? (
        <Button icon={<StopRegular />} onClick={() => ask('stop')}>
          Stop provisioning
        </Button>
      ) : (
        <Button appearance="primary" icon={<PlayRegular />} onClick={() => ask('start')}>
          Start provisioning
        </Button>
      )}
      <Button icon={<ArrowResetRegular />} disabled={!wasStarted} onClick={() => ask('restart')}>
        Restart provisioning
      </Button>
      {isOn && <RunNow status={status} />}
      <LinkButton
        to={`/enterprise-apps/${id}/provision-on-demand?job=${encodeURIComponent(job.name)}`}
        icon={<PersonSearchRegular />}
      >
        Provision on demand
      </LinkButton>
      {may('microsoft.directory/servicePrincipals/synchronizationCredentials/manage') && (
        <LinkButton
          to={`/enterprise-apps/${id}/provisioning/new?job=${encodeURIComponent(job.name)}`}
          icon={<KeyRegular />}
        >
          Connection
        </LinkButton>
      )}
      <LinkButton
        to={`/enterprise-apps/${id}/provisioning/properties?job=${encodeURIComponent(job.name)}`}
        icon={<EditRegular />}
      >
        Properties
      </LinkButton>
      {asked === 'start' && <StartDialog status={status} onClose={close} />}
      {asked === 'stop' && <StopDialog status={status} onClose={close} />}
      {asked === 'restart' && <RestartDialog status={status} onClose={close} />}
    </div>
  )
}

/** A cycle at once; what changed since the last one is looked at. */
function RunNow({ status: { id, job } }: { readonly status: Status }) {
  const run = useAction({
    run: () =>
      ask('POST /usher/apps/{app}/run', {
        path: { app: id },
        query: { job: job.name },
        body: { yes: true, wait: false, prove: true },
      }),
    done: 'A cycle has begun.',
    refresh: touched,
    failures: 'toast',
  })
  return (
    <Button
      icon={<ArrowSyncRegular />}
      disabledFocusable={run.isPending || job.progress !== null}
      onClick={() => run.mutate()}
    >
      Run now
    </Button>
  )
}
