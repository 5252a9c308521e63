import { Badge } from '@fluentui/react-components'

type Shown = { readonly text: string; readonly color: 'success' | 'danger' | 'warning' | 'informative' | 'brand' }

/** How something came out, under the names of the provisioning log, of plans and of provision on demand. */
const results: Readonly<Record<string, Shown>> = {
  success: { text: 'Success', color: 'success' },
  failure: { text: 'Failure', color: 'danger' },
  skipped: { text: 'Skipped', color: 'informative' },
  warning: { text: 'Warning', color: 'warning' },
  held: { text: 'Held', color: 'warning' },
  planned: { text: 'Would be done', color: 'brand' },
  partial: { text: 'Done in part', color: 'warning' },
  busy: { text: 'Busy', color: 'informative' },
  changed: { text: 'Changed since', color: 'warning' },
  waiting: { text: 'Waiting', color: 'informative' },
}

export function ResultBadge({ result }: { readonly result: string }) {
  const { text, color } = results[result] ?? { text: result, color: 'informative' }
  return (
    <Badge appearance="tint" color={color}>
      {text}
    </Badge>
  )
}
