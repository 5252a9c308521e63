import { useState } from 'react'
import { Button, Field } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { CopyField } from '@usher/parts/copy.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { NotFound } from '@usher/parts/not-found.tsx'
import { isGone } from '@usher/parts/refused.ts'
import { Section } from '@usher/parts/section.tsx'
import { useNavigate, useParams } from 'react-router'
import { ask } from '../../api/ask.ts'
import { useMay, useSession } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { plural } from '../../parts/numbers.ts'
import { Certificates } from './certificates.tsx'
import { ClientSecrets } from './client-secrets.tsx'
import { Permissions } from './permissions.tsx'

/** One program: how it is called, its secrets, what it may do. */
export function AppRegistrationPage() {
  const may = useMay()
  const navigate = useNavigate()
  const { tenant } = useSession()
  const { registration: id = '' } = useParams()
  const [isAsked, put] = useState(false)
  const known = useAsk('GET /v1.0/applications/{id}', { path: { id } })
  if (isGone(known.error))
    return <NotFound title="No such registration" to="/settings/app-registrations" text="App registrations" />
  return (
    <Loaded query={known}>
      {(app) => (
        <>
          <Section
            title={app.displayName}
            actions={
              may('microsoft.directory/applications/delete') ? (
                <Button icon={<DeleteRegular />} onClick={() => put(true)}>
                  Delete
                </Button>
              ) : undefined
            }
          >
            <Field label="Application (client) ID">
              <CopyField what="Application (client) ID" text={app.appId} />
            </Field>
            <Field label="Token endpoint">
              <CopyField what="Token endpoint" text={`${location.origin}/${tenant}/oauth2/v2.0/token`} />
            </Field>
          </Section>
          <ClientSecrets app={app} />
          <Certificates app={app} />
          <Permissions appId={app.appId} />
          {isAsked && (
            <Confirm
              title={`Delete ${app.displayName}?`}
              verb="Delete"
              isDangerous
              run={() => ask('DELETE /v1.0/applications/{id}', { path: { id } })}
              done={`${app.displayName} was deleted.`}
              refresh={['GET /v1.0/applications', 'GET /usher/status']}
              onDone={() => void navigate('/settings/app-registrations')}
              onClose={() => put(false)}
            >
              {`${plural(app.passwordCredentials.length, 'secret')} and ${plural(app.keyCredentials.length, 'certificate')} stop working at once. Where it is an enterprise application too, that goes with it. It can be restored for 30 days.`}
            </Confirm>
          )}
        </>
      )}
    </Loaded>
  )
}
