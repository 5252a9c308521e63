import { useState } from 'react'
import { Button, Field, Input, Text, makeStyles } from '@fluentui/react-components'
import { Failed } from '@usher/parts/failed.tsx'
import { Section } from '@usher/parts/section.tsx'
import { ShownOnce } from '@usher/parts/shown-once.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { ask } from '../../api/ask.ts'

const useStyles = makeStyles({ row: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'flex-end' }, field: { flex: '1 1 280px', maxWidth: '420px' } }) // prettier-ignore

/** A link by which somebody becomes Global Administrator, whether they are in the directory yet or not. */
export function InviteAdministrator() {
  const styles = useStyles()
  const [name, type] = useState('')
  const [link, show] = useState<string | null>(null)
  const invite = useAction({
    run: () => ask('POST /usher/administrators', { body: { userPrincipalName: name.trim() } }),
    refresh: [],
    onDone: ({ link: made }) => show(made),
  })
  return (
    <Section title="Invite a Global Administrator" about="By a link that works once, within 24 hours.">
      <div className={styles.row}>
        <Field label="User principal name" className={styles.field}>
          <Input value={name} onChange={(_, { value }) => type(value)} />
        </Field>
        <Button disabledFocusable={name.trim() === '' || invite.isPending} onClick={() => invite.mutate()}>
          Make a link
        </Button>
      </div>
      <Failed error={invite.error} />
      {link !== null && (
        <ShownOnce title="Invitation" fields={[{ label: 'Link', text: link }]} onClose={() => show(null)}>
          <Text>Whoever opens it may do everything, so send it by a way that only they read.</Text>
        </ShownOnce>
      )}
    </Section>
  )
}
