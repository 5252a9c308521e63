import { useState } from 'react'
import { Field, Input, Switch, Textarea } from '@fluentui/react-components'
import { CopyField } from '@usher/parts/copy.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useParams } from 'react-router'
import { type Gives, ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { PropertiesForm } from '../../parts/properties-form.tsx'
import { DeleteApplication } from './delete-application.tsx'

type Application = Gives<'GET /usher/apps/{app}'>
type Principal = Gives<'GET /v1.0/servicePrincipals/{id}'>

/** What an application is called, what is noted about it, and its end. */
export function PropertiesPage() {
  const { app = '' } = useParams()
  const application = useAsk('GET /usher/apps/{app}', { path: { app } })
  const principal = useAsk('GET /v1.0/servicePrincipals/{id}', { path: { id: app } })
  return (
    <Loaded query={principal}>
      {(known) => (
        <Loaded query={application}>
          {(one) => <Properties key={known.id} application={one} principal={known} />}
        </Loaded>
      )}
    </Loaded>
  )
}

function Properties({ application, principal }: { readonly application: Application; readonly principal: Principal }) {
  const may = useMay()
  const { id } = application
  const [name, setName] = useState(principal.displayName)
  const [notes, setNotes] = useState(principal.notes ?? '')
  const [requiresRole, setRequiresRole] = useState(application.requiresRole)
  const save = useAction({
    run: async () => {
      await ask('PATCH /v1.0/servicePrincipals/{id}', {
        path: { id },
        body: { displayName: name.trim(), notes: notes.trim() === '' ? null : notes.trim() },
      })
      if (requiresRole !== application.requiresRole)
        await ask('PATCH /usher/apps/{app}', { path: { app: id }, body: { requiresRole } })
    },
    done: 'Saved.',
    refresh: [
      'GET /usher/apps/{app}',
      'GET /v1.0/servicePrincipals/{id}',
      'GET /usher/status',
      'GET /usher/apps/{app}/jobs',
    ],
  })
  const mayChange = may('microsoft.directory/applications/basic/update')
  const isChanged =
    name !== principal.displayName || notes !== (principal.notes ?? '') || requiresRole !== application.requiresRole
  return (
    <>
      <PropertiesForm mayChange={mayChange} isReady={isChanged && name.trim() !== ''} save={save}>
        <Field label="Name" required>
          <Input value={name} maxLength={120} readOnly={!mayChange} onChange={(_, { value }) => setName(value)} />
        </Field>
        <Field label="Notes">
          <Textarea
            value={notes}
            rows={3}
            maxLength={1024}
            readOnly={!mayChange}
            onChange={(_, { value }) => setNotes(value)}
          />
        </Field>
        <Field hint="People with Default Access only are skipped then, until they have a role.">
          <Switch
            label="A role is needed"
            checked={requiresRole}
            disabled={!mayChange || application.appRoles.length === 0}
            onChange={(_, { checked }) => setRequiresRole(checked)}
          />
        </Field>
        <Field label="Application ID">
          <CopyField what="Application ID" text={principal.appId} />
        </Field>
        <Field label="Object ID">
          <CopyField what="Object ID" text={id} />
        </Field>
      </PropertiesForm>
      {may('microsoft.directory/applications/delete') && <DeleteApplication application={application} />}
    </>
  )
}
