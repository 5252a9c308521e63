import { Button, Spinner } from '@fluentui/react-components'
import type { ReactElement, ReactNode } from 'react'

type Props = {
  readonly appearance?: 'primary' | 'secondary' | 'subtle'
  readonly size?: 'medium' | 'large'
  readonly type?: 'button' | 'submit'
  readonly className?: string
  readonly icon?: ReactElement
  readonly isPending: boolean
  readonly isReady?: boolean
  readonly onClick?: () => void
  readonly children: ReactNode
}

/** Does something that takes a moment. Focusable though it waits: whoever works by keyboard is not thrown to the top of the page. */
export function ActionButton({ icon, isPending, isReady = true, children, ...rest }: Props) {
  return (
    <Button
      {...rest}
      disabledFocusable={!isReady || isPending}
      icon={isPending ? <Spinner size="tiny" /> : (icon ?? null)}
    >
      {children}
    </Button>
  )
}
