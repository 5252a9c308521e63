import { useState } from 'react'
import { Text } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'
import { type Principal, PrincipalPicker } from '../../parts/principal-picker.tsx'
import { useJob } from '../../parts/use-job.ts'
import { type Account, whoseIs } from './accounts.ts'

export type Question = { readonly kind: 'link' | 'unlink'; readonly account: Account }
type Props = { readonly question: Question; readonly onClose: () => void }

/** Says whose an account is, or that it is nobody's. Neither the directory nor the application changes by that. */
export function LinkDialog({ question: { kind, account }, onClose }: Props) {
  const { at } = useJob()
  const [one] = account.of
  const [chosen, choose] = useState<readonly Principal[]>(
    one === undefined ? [] : [{ id: one.id, name: one.displayName, about: one.userPrincipalName }],
  )
  const name = account.displayName || account.userName || account.targetId
  const who = kind === 'unlink' ? (one?.id ?? '') : (chosen[0]?.id ?? '')
  const change = useAction({
    run: async () => {
      const to = { ...at, path: { ...at.path, who } }
      if (kind === 'unlink') await ask('DELETE /usher/apps/{app}/object-connections/{who}', to)
      else
        await ask('PUT /usher/apps/{app}/object-connections/{who}', { ...to, body: { targetAnchor: account.targetId } })
    },
    done:
      kind === 'unlink'
        ? `${name} is linked with nobody any more.`
        : `${name} is the account of ${chosen[0]?.name ?? ''}.`,
    refresh: ['GET /usher/apps/{app}/accounts'],
    onDone: onClose,
  })
  return (
    <Ask
      title={kind === 'unlink' ? `Unlink ${name}?` : `Whose account is ${name}?`}
      verb={kind === 'unlink' ? 'Unlink' : 'Link'}
      isDangerous={kind === 'unlink'}
      isReady={who !== ''}
      isPending={change.isPending}
      error={change.error}
      onYes={() => change.mutate()}
      onClose={onClose}
    >
      {kind === 'unlink' ? (
        <Text>
          Usher forgets that this account is that of {whoseIs(account)}; the next cycle matches again. Provisioning must
          be stopped for it.
        </Text>
      ) : (
        <>
          <Text>
            The next cycle makes the account what the mapping says of that person. Provisioning must be stopped for it.
          </Text>
          <PrincipalPicker chosen={chosen} onChoose={(all) => choose(all.slice(-1))} which="users" />
        </>
      )}
    </Ask>
  )
}
