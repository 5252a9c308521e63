import { Badge, Tooltip } from '@fluentui/react-components'

export type State = 'active' | 'stopped' | 'expired' | 'revoked'

type Holder = { readonly revoked: string | null; readonly ownerIsAdmin: boolean; readonly expires?: string | null }

/** What a token, client or secret is now. Revoked is for ever, stopped ends when its owner is an Admin again. */
export function stateOf({ revoked, ownerIsAdmin, expires = null }: Holder, now: number): State {
  if (revoked !== null) return 'revoked'
  if (expires !== null && Date.parse(expires) <= now) return 'expired'
  return ownerIsAdmin ? 'active' : 'stopped'
}

const shown = {
  active: { text: 'Active', color: 'success', says: 'It works.' },
  stopped: {
    text: 'Stopped',
    color: 'danger',
    says: 'Its owner is no Admin any more. It works again when the owner gets Admin back.',
  },
  expired: { text: 'Expired', color: 'warning', says: 'Its time is over.' },
  revoked: { text: 'Revoked', color: 'informative', says: 'It was revoked here, for good.' },
} as const

export function StateBadge({ state }: { readonly state: State }) {
  const { text, color, says } = shown[state]
  return (
    <Tooltip content={says} relationship="description">
      <Badge appearance="tint" color={color} tabIndex={state === 'stopped' ? 0 : -1}>
        {text}
      </Badge>
    </Tooltip>
  )
}
