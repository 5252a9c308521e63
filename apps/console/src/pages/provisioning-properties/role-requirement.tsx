import { useState } from 'react'
import { Button, Text } from '@fluentui/react-components'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { useJob } from '../../parts/use-job.ts'

/** Whether Default Access is enough; it holds for every job of the application. */
export function RoleRequirement() {
  const { app } = useJob()
  const may = useMay()
  const [isAsked, put] = useState(false)
  const known = useAsk('GET /usher/apps/{app}', { path: { app } })
  const mayChange = may('microsoft.directory/applications/basic/update')
  return (
    <Loaded query={known}>
      {({ requiresRole, appRoles }) => (
        <Section
          title="Role requirement"
          about="People with Default Access only are skipped, or not. It holds for the whole application."
          actions={
            mayChange && appRoles.length > 0 ? (
              <Button onClick={() => put(true)}>{requiresRole ? 'Allow Default Access' : 'Require a role'}</Button>
            ) : undefined
          }
        >
          <Text>
            {requiresRole
              ? `A role is needed: ${appRoles.map(({ displayName }) => displayName).join(', ')}.`
              : 'Default Access is enough.'}
          </Text>
          {isAsked && (
            <Confirm
              title={requiresRole ? 'Allow Default Access?' : 'Require a role?'}
              verb="Apply"
              isDangerous={!requiresRole}
              run={() => ask('PATCH /usher/apps/{app}', { path: { app }, body: { requiresRole: !requiresRole } })}
              done="Applied. Everybody is looked at again."
              refresh={['GET /usher/apps/{app}', 'GET /usher/status', 'GET /usher/apps/{app}/deprovisioning']}
              onClose={() => put(false)}
            >
              {requiresRole
                ? 'Everybody is looked at again: whoever is assigned with Default Access gets an account, too.'
                : 'Everybody is looked at again: whoever has Default Access only loses their account. Accidental-deletion prevention holds what is unusually much.'}
            </Confirm>
          )}
        </Section>
      )}
    </Loaded>
  )
}
