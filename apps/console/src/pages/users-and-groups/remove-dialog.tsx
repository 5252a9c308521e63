import { Text } from '@fluentui/react-components'
import { ask } from '../../api/ask.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { plural } from '../../parts/numbers.ts'
import type { Assigned } from '../../parts/assigned.ts'

type Props = {
  readonly app: string
  readonly chosen: readonly Assigned[]
  readonly onDone: () => void
  readonly onClose: () => void
}

/** Takes assignments away, after saying whose. */
export function RemoveDialog({ app, chosen, onDone, onClose }: Props) {
  const groups = chosen.filter(({ principalType }) => principalType === 'Group').length
  return (
    <Confirm
      title={`Remove ${plural(chosen.length, 'assignment')}?`}
      verb="Remove"
      isDangerous
      run={async () => {
        for (const { id } of chosen)
          await ask('DELETE /v1.0/servicePrincipals/{id}/appRoleAssignedTo/{assignment}', {
            path: { id: app, assignment: id },
          })
      }}
      done={`${plural(chosen.length, 'assignment')} removed.`}
      refresh={['GET /v1.0/servicePrincipals/{id}/appRoleAssignedTo']}
      onDone={onDone}
      onClose={onClose}
    >
      <Text>
        {chosen
          .slice(0, 10)
          .map((one) => one.principalDisplayName ?? one.principalId)
          .join(', ')}
        {chosen.length > 10 && ` and ${chosen.length - 10} more`}
      </Text>
      <Text>
        Whoever is not assigned in another way loses their account: it is disabled or deleted as the mapping says,
        within seconds when provisioning is on.{' '}
        {groups > 0 && `${plural(groups, 'group')} among them: that concerns all of their members. `}
        Accidental-deletion prevention holds what is unusually much.
      </Text>
    </Confirm>
  )
}
