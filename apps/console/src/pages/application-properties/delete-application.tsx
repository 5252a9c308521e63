import { useState } from 'react'
import { Button, Text } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { Ask } from '@usher/parts/ask.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useNavigate } from 'react-router'
import { type Gives, ask } from '../../api/ask.ts'
import { useAsk } from '../../api/use-ask.ts'
import { plural } from '../../parts/numbers.ts'

type Props = { readonly application: Gives<'GET /usher/apps/{app}'> }

/** Deletes an application here; nothing is removed there. */
export function DeleteApplication({ application: { id, displayName } }: Props) {
  const [isAsked, ask] = useState(false)
  return (
    <Section
      title="Delete"
      about={`Provisioning of ${displayName} ends. Accounts in it are left as they are, and it can be restored for 30 days.`}
      actions={
        <Button icon={<DeleteRegular />} onClick={() => ask(true)}>
          Delete application
        </Button>
      }
    >
      {isAsked && <Confirm id={id} name={displayName} onClose={() => ask(false)} />}
    </Section>
  )
}

function Confirm({ id, name, onClose }: { readonly id: string; readonly name: string; readonly onClose: () => void }) {
  const navigate = useNavigate()
  const jobs = useAsk('GET /usher/apps/{app}/jobs', { path: { app: id } })
  const remove = useAction({
    run: () => ask('DELETE /v1.0/servicePrincipals/{id}', { path: { id } }),
    done: `${name} was deleted.`,
    refresh: ['GET /usher/status'],
    onDone: () => void navigate('/enterprise-apps'),
  })
  return (
    <Ask
      title={`Delete ${name}?`}
      verb="Delete"
      isDangerous
      isReady={jobs.data !== undefined}
      isPending={remove.isPending}
      error={remove.error}
      onYes={() => remove.mutate()}
      onClose={onClose}
    >
      <Loaded query={jobs}>
        {({ jobs: all }) => (
          <Text>
            {plural(
              all.reduce((sum, { job }) => sum + job.active, 0),
              'active account',
            )}{' '}
            in {name} will be managed by nobody: leavers keep theirs. {plural(all.length, 'job')} with mappings and
            settings {all.length === 1 ? 'goes' : 'go'} along.
          </Text>
        )}
      </Loaded>
    </Ask>
  )
}
