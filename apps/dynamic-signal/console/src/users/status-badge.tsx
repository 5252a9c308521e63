import { Badge } from '@fluentui/react-components'
import type { ListedUser } from '../api/types.ts'

export function StatusBadge({ user }: { readonly user: ListedUser }) {
  if (user.archived !== null)
    return (
      <Badge appearance="tint" color="warning">
        Archived
      </Badge>
    )
  if (!user.active)
    return (
      <Badge appearance="tint" color="informative">
        Inactive
      </Badge>
    )
  return (
    <Badge appearance="tint" color="success">
      Active
    </Badge>
  )
}
