import { useState } from 'react'
import { Button, Field, Input, MessageBar, MessageBarBody, Text, makeStyles } from '@fluentui/react-components'
import { Failed } from '@usher/parts/failed.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { When } from '@usher/parts/when.tsx'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { Says } from '../../parts/says.tsx'
import { useJob } from '../../parts/use-job.ts'

const useStyles = makeStyles({ row: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'flex-end' }, field: { flex: '1 1 280px', maxWidth: '480px' } }) // prettier-ignore
const refresh = ['GET /usher/apps/{app}/secret', 'GET /usher/apps/{app}/settings', 'GET /usher/apps/{app}/status']

/** A new secret beside the one in use: tested before it is needed, and taken by itself when the old one is refused. */
export function OtherSecret() {
  const { at } = useJob()
  const may = useMay()
  const known = useAsk('GET /usher/apps/{app}/secret', at)
  if (!may('microsoft.directory/servicePrincipals/synchronizationCredentials/manage')) return null
  return (
    <Section
      title="New secret, without a gap"
      about="Store the next secret beside the one in use, test it, and switch when you like. When the application refuses the old one meanwhile, the new one is taken by itself."
    >
      <Loaded query={known}>{({ other }) => (other === null ? <Store /> : <Stored other={other} />)}</Loaded>
    </Section>
  )
}

function Store() {
  const styles = useStyles()
  const { at } = useJob()
  const [secretToken, type] = useState('')
  const save = useAction({
    run: () => ask('PATCH /usher/apps/{app}/settings', { ...at, body: { other: { secretToken } } }),
    done: 'Stored. Test it now.',
    refresh,
  })
  return (
    <>
      <div className={styles.row}>
        <Field label="New Secret Token" className={styles.field}>
          <Input type="password" autoComplete="off" value={secretToken} onChange={(_, { value }) => type(value)} />
        </Field>
        <Button disabledFocusable={secretToken === '' || save.isPending} onClick={() => save.mutate()}>
          Store
        </Button>
      </div>
      <Failed error={save.error} />
    </>
  )
}

type Notes = { readonly storedAt?: string; readonly testedAt?: string }

function Stored({ other }: { readonly other: Notes }) {
  const [storedAt, testedAt] = [other.storedAt ?? null, other.testedAt ?? null]
  const styles = useStyles()
  const { at } = useJob()
  const test = useAction({ run: () => ask('POST /usher/apps/{app}/secret/test', at), refresh })
  const turn = useAction({ run: () => ask('POST /usher/apps/{app}/secret/switch', at), done: 'The new secret is in use; the old one is kept beside it.', refresh }) // prettier-ignore
  const drop = useAction({ run: () => ask('POST /usher/apps/{app}/secret/drop', at), done: 'Forgotten.', refresh })
  const isBusy = test.isPending || turn.isPending || drop.isPending
  const tested = test.data?.tested
  return (
    <>
      <Text>
        There is another secret{storedAt !== null && ', stored '}
        {storedAt !== null && <When time={storedAt} />}, tested: <When time={testedAt} />.
      </Text>
      <div className={styles.row}>
        <Button disabledFocusable={isBusy} onClick={() => test.mutate()}>
          Test
        </Button>
        <Button appearance="primary" disabledFocusable={isBusy} onClick={() => turn.mutate()}>
          Switch to it
        </Button>
        <Button disabledFocusable={isBusy} onClick={() => drop.mutate()}>
          Forget it
        </Button>
      </div>
      {tested !== undefined && (
        <MessageBar intent={tested.ok ? 'success' : 'error'} layout="multiline">
          <MessageBarBody>
            <Says text={tested.message} />
          </MessageBarBody>
        </MessageBar>
      )}
      <Failed error={test.error ?? turn.error ?? drop.error} />
    </>
  )
}
