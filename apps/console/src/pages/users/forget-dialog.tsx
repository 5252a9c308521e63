import { useState } from 'react'
import { Checkbox, Text } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { ask } from '../../api/ask.ts'
import { Facts } from '../../parts/facts.tsx'
import { shown } from '../../parts/numbers.ts'
import { type KnownPerson, nameOf, ofPerson } from './person.ts'

type Props = { readonly person: KnownPerson; readonly onClose: () => void }

/** Erases somebody from everything that Usher keeps, after saying in numbers what that is. */
export function ForgetDialog({ person, onClose }: Props) {
  const navigate = useNavigate()
  const [isSure, setSure] = useState(false)
  const path = { who: person.id }
  const would = useQuery({
    queryKey: ['what would be forgotten', person.id],
    queryFn: () => ask('POST /usher/users/{who}/forget', { path, body: {} }),
  })
  const forget = useAction({
    run: () => ask('POST /usher/users/{who}/forget', { path, body: { yes: true } }),
    done: ({ receipt }) =>
      `Forgotten: ${shown(Object.values(receipt?.erased ?? {}).reduce((sum, one) => sum + one, 0))} rows.`,
    refresh: ofPerson,
    onDone: () => {
      onClose()
      void navigate('/users')
    },
  })
  return (
    <Ask
      title={`Forget ${nameOf(person)}?`}
      verb="Forget"
      isDangerous
      isReady={isSure && would.data !== undefined}
      isPending={forget.isPending}
      error={forget.error}
      onYes={() => forget.mutate()}
      onClose={onClose}
    >
      <Text>Everything that Usher keeps about this person is erased, at once and for good:</Text>
      <Loaded query={would}>
        {({ would: rows = {}, accounts = [], written = [] }) => (
          <>
            <Facts
              facts={Object.entries(rows)
                .filter(([, count]) => count > 0)
                .map(([of, count]) => [of, shown(count)])}
            />
            {accounts.length > 0 && (
              <Text>
                Their active accounts in {accounts.join(', ')} stay as they are, and nobody manages them any more. To
                end them first, disable or delete the person, and wait for the next cycle.
              </Text>
            )}
            {written.length > 0 && <Text>Their address stays in {written.join(', ')}: choose another one there.</Text>}
          </>
        )}
      </Loaded>
      <Checkbox
        label="I know that this cannot be undone."
        checked={isSure}
        onChange={(_, { checked }) => setSure(checked === true)}
      />
    </Ask>
  )
}
