import { useState } from 'react'
import { Field, Input, Text } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'
import { type Principal, PrincipalPicker } from '../../parts/principal-picker.tsx'

type Props = { readonly provider: string; readonly onClose: () => void }

/** Says by which name the provider knows somebody: whoever may do much is linked by a person, who looks. */
export function LinkPerson({ provider, onClose }: Props) {
  const [chosen, choose] = useState<readonly Principal[]>([])
  const [subject, type] = useState('')
  const [person] = chosen
  const link = useAction({
    run: () => ask('PUT /usher/sign-in-provider/links', { body: { who: person?.id ?? '', subject: subject.trim() } }),
    done: ({ userPrincipalName }) => `${userPrincipalName} can sign in with ${provider}.`,
    refresh: [],
    onDone: onClose,
  })
  return (
    <Ask
      title="Link a person"
      verb="Link"
      isReady={person !== undefined && subject.trim() !== ''}
      isPending={link.isPending}
      error={link.error}
      onYes={() => link.mutate()}
      onClose={onClose}
    >
      <Text>
        Whoever has a directory role or owns an application is linked by you, not by a name that {provider} gives. From
        then on they alone sign in as that subject.
      </Text>
      <PrincipalPicker chosen={chosen} onChoose={(all) => choose(all.slice(-1))} which="users" />
      <Field label="Subject (sub)" hint="The page that refuses them shows it." required>
        <Input value={subject} autoComplete="off" onChange={(_, { value }) => type(value)} />
      </Field>
    </Ask>
  )
}
