import { useState } from 'react'
import { makeStyles } from '@fluentui/react-components'
import { ActionButton } from '@usher/parts/action-button.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useNavigate } from 'react-router'
import { type Gives, ask } from '../../api/ask.ts'
import { useAsk } from '../../api/use-ask.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { useJob } from '../../parts/use-job.ts'
import { touched } from './touched.ts'
import { CredentialsForm } from './credentials-form.tsx'
import { type Draft, begun, bodyOf, isComplete } from './draft.ts'
import { Tested } from './tested.tsx'

const useStyles = makeStyles({ actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' } })

type Settings = Gives<'GET /usher/apps/{app}/settings'>
type Result = { readonly of: Draft; readonly tested: Gives<'POST /usher/apps/{app}/test-connection'> }

/** Where the application is and how it is asked: typed in, proved, then stored (UI-3, UI-28). */
export function ConfigurationPage() {
  const { app, at } = useJob()
  const settings = useAsk('GET /usher/apps/{app}/settings', at)
  const application = useAsk('GET /usher/apps/{app}', { path: { app } })
  return (
    <Loaded query={settings}>
      {(known) => (
        <Loaded query={application}>{({ templateId }) => <Configuration known={known} template={templateId} />}</Loaded>
      )}
    </Loaded>
  )
}

function Configuration({ known, template }: { readonly known: Settings; readonly template: string }) {
  const styles = useStyles()
  const navigate = useNavigate()
  const { app, job, at } = useJob()
  const [draft, setDraft] = useState(() => begun(known.tenantUrl))
  const [result, setResult] = useState<Result | null>(null)
  const isNew = known.tenantUrl === null
  const back = `/enterprise-apps/${app}/provisioning${job === undefined ? '' : `?job=${encodeURIComponent(job)}`}`
  const test = useAction<Draft, Result['tested']>({
    run: (of) => ask('POST /usher/apps/{app}/test-connection', { ...at, body: bodyOf(of) }),
    refresh: [],
  })
  const save = useAction({
    run: () => ask('PATCH /usher/apps/{app}/settings', { ...at, body: bodyOf(draft) }),
    done: 'The connection is stored. Nothing is written before you start provisioning.',
    refresh: [...touched, 'GET /usher/apps/{app}/settings'],
    onDone: () => void navigate(back),
  })
  const tested = result?.of === draft ? result.tested : null // what was proved of other words proves nothing
  const isReady = isComplete(draft) && !test.isPending && !save.isPending
  return (
    <>
      <Section
        title={isNew ? 'New configuration' : 'Connection'}
        about="Admin credentials: Usher calls the application with these. They are stored encrypted, and never shown again."
      >
        <CredentialsForm draft={draft} onChange={setDraft} template={template} />
        <div className={styles.actions}>
          <ActionButton
            isPending={test.isPending}
            isReady={isReady}
            onClick={() => test.mutate(draft, { onSuccess: (answer) => setResult({ of: draft, tested: answer }) })}
          >
            Test Connection
          </ActionButton>
          <ActionButton
            appearance="primary"

            isPending={save.isPending}
            isReady={isReady && tested?.ok === true}
            onClick={() => save.mutate()}
          >
            {isNew ? 'Create' : 'Save'}
          </ActionButton>
          <LinkButton to={back}>Cancel</LinkButton>
        </div>
        <Failed error={test.error ?? save.error} />
      </Section>
      {tested !== null && <Tested tested={tested} />}
    </>
  )
}
