import type { ReactElement, ReactNode } from 'react'
import { Button } from '@fluentui/react-components'
import { useHref, useLinkClickHandler } from 'react-router'

type Props = {
  readonly to: string
  readonly appearance?: 'primary' | 'secondary' | 'subtle'
  readonly icon?: ReactElement
  /** For who does not see what stands around it. It begins with what is written. */
  readonly label?: string
  readonly children: ReactNode
}

/** A link that looks like a button: it leads to a page rather than do something. */
export function LinkButton({ to, appearance = 'secondary', icon, label, children }: Props) {
  const href = useHref(to)
  const follow = useLinkClickHandler<HTMLAnchorElement>(to)
  return (
    <Button
      as="a"
      href={href}
      onClick={follow}
      appearance={appearance}
      {...(icon !== undefined && { icon })}
      {...(label !== undefined && { 'aria-label': label })}
    >
      {children}
    </Button>
  )
}
