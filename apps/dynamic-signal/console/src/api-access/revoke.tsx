import type { ReactNode } from 'react'
import { Text } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'

type Props = {
  readonly title: string
  readonly done: string
  readonly run: () => Promise<unknown>
  readonly refresh: readonly string[]
  readonly children: ReactNode
  readonly onClose: () => void
}

/** Asks before something is revoked for good. */
export function Revoke({ title, done, run, refresh, children, onClose }: Props) {
  const revoke = useAction({ run, done, refresh, failures: 'shown', onDone: onClose })
  return (
    <Ask
      title={title}
      verb="Revoke"
      isDangerous
      isPending={revoke.isPending}
      error={revoke.error}
      onYes={() => revoke.mutate()}
      onClose={onClose}
    >
      <Text>{children}</Text>
    </Ask>
  )
}
