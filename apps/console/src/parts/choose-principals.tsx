import { useState } from 'react'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { type Principal, PrincipalPicker } from './principal-picker.tsx'

type Props = {
  readonly title: string
  readonly peopleOnly?: boolean
  readonly run: (chosen: readonly Principal[]) => Promise<unknown>
  readonly done: (count: number) => string
  readonly refresh: readonly string[]
  readonly onClose: () => void
}

/** Chooses people and groups, as many as one likes, and does something with them. */
export function ChoosePrincipals({ title, peopleOnly = false, run, done, refresh, onClose }: Props) {
  const [chosen, choose] = useState<readonly Principal[]>([])
  const add = useAction({ run: () => run(chosen), done: () => done(chosen.length), refresh, onDone: onClose })
  return (
    <Ask
      title={title}
      verb={chosen.length === 0 ? 'Add' : `Add ${chosen.length}`}
      isReady={chosen.length > 0}
      isPending={add.isPending}
      error={add.error}
      onYes={() => add.mutate()}
      onClose={onClose}
    >
      <PrincipalPicker chosen={chosen} onChoose={choose} which={peopleOnly ? 'users' : 'both'} />
    </Ask>
  )
}
