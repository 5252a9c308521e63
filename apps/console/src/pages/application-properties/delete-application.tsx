import { useState } from 'react'
import { Button, Text } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useNavigate } from 'react-router'
import { type Gives, ask } from '../../api/ask.ts'
import { useAskIf } from '../../api/use-ask.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { plural } from '../../parts/numbers.ts'

type Props = { readonly application: Gives<'GET /usher/apps/{app}'> }

/** Deletes an application here; nothing is removed there. */
export function DeleteApplication({ application: { id, displayName } }: Props) {
  const navigate = useNavigate()
  const [isAsked, put] = useState(false)
  const jobs = useAskIf(isAsked, 'GET /usher/apps/{app}/jobs', { path: { app: id } })
  return (
    <Section
      title="Delete"
      about={`Provisioning of ${displayName} ends. Accounts in it are left as they are, and it can be restored for 30 days.`}
      actions={
        <Button icon={<DeleteRegular />} onClick={() => put(true)}>
          Delete application
        </Button>
      }
    >
      {isAsked && (
        <Confirm
          title={`Delete ${displayName}?`}
          verb="Delete"
          isDangerous
          isReady={jobs.data !== undefined}
          run={() => ask('DELETE /v1.0/servicePrincipals/{id}', { path: { id } })}
          done={`${displayName} was deleted.`}
          refresh={['GET /usher/status']}
          onDone={() => void navigate('/enterprise-apps')}
          onClose={() => put(false)}
        >
          <Loaded query={jobs}>
            {({ jobs: all }) => (
              <Text>
                {plural(
                  all.reduce((sum, { job }) => sum + job.active, 0),
                  'active account',
                )}{' '}
                in {displayName} will be managed by nobody: leavers keep theirs. {plural(all.length, 'job')} with
                mappings and settings {all.length === 1 ? 'goes' : 'go'} along.
              </Text>
            )}
          </Loaded>
        </Confirm>
      )}
    </Section>
  )
}
