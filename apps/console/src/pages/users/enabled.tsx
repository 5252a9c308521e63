import { Badge } from '@fluentui/react-components'

/** Whether somebody is enabled in the directory. */
export function Enabled({ isEnabled }: { readonly isEnabled: boolean }) {
  return (
    <Badge appearance="tint" color={isEnabled ? 'success' : 'informative'}>
      {isEnabled ? 'Enabled' : 'Disabled'}
    </Badge>
  )
}
