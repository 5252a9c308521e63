import type { ReactNode } from 'react'
import { Text } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'

type Props = {
  readonly title: string
  readonly verb: string
  readonly children: ReactNode
  readonly isDangerous?: boolean
  /** Until what the act will do is known. */
  readonly isReady?: boolean
  readonly run: () => Promise<unknown>
  readonly done: string
  readonly refresh: readonly string[]
  readonly onDone?: () => void
  readonly onClose: () => void
}

/** Asks before something is done, and does it. */
export function Confirm({ children, run, done, refresh, onDone, onClose, ...rest }: Props) {
  const act = useAction({
    run,
    done,
    refresh,
    onDone: () => {
      onClose()
      onDone?.()
    },
  })
  return (
    <Ask {...rest} isPending={act.isPending} error={act.error} onYes={() => act.mutate()} onClose={onClose}>
      {typeof children === 'string' ? <Text>{children}</Text> : children}
    </Ask>
  )
}
