import { useState } from 'react'
import { Button, Text } from '@fluentui/react-components'
import { Section } from '@usher/parts/section.tsx'
import { ShownOnce } from '@usher/parts/shown-once.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { type KnownPerson, nameOf } from './person.ts'

/** A link by which somebody chooses a password, so that they can sign in to Usher. */
export function Invite({ person }: { readonly person: KnownPerson }) {
  const may = useMay()
  const [link, show] = useState<string | null>(null)
  const invite = useAction({
    run: () => ask('POST /usher/users/{who}/invitation', { path: { who: person.id } }),
    refresh: [],
    failures: 'toast',
    onDone: ({ link: made }) => show(made),
  })
  if (!may('microsoft.directory/users/authenticationMethods/update')) return null
  return (
    <Section
      title="Sign-in to Usher"
      about="Needed by administrators and owners only; accounts in applications have nothing to do with it."
      actions={
        <Button disabledFocusable={invite.isPending} onClick={() => invite.mutate()}>
          Make a sign-in link
        </Button>
      }
    >
      {link !== null && (
        <ShownOnce title="Sign-in link" fields={[{ label: 'Link', text: link }]} onClose={() => show(null)}>
          <Text>{nameOf(person)} chooses a password by it, once, within 24 hours.</Text>
        </ShownOnce>
      )}
    </Section>
  )
}
