import { useState } from 'react'
import { Badge, Button, Checkbox, Field, Input, Text, makeStyles } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { Ask } from '@usher/parts/ask.tsx'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Section } from '@usher/parts/section.tsx'
import { ShownOnce } from '@usher/parts/shown-once.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useNotify } from '@usher/parts/use-notify.tsx'
import { type Gives, type Takes, ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { kinds } from './kinds.ts'

type Webhook = Gives<'GET /usher/webhooks'>['webhooks'][number]
type Kind = NonNullable<Takes<'POST /usher/webhooks'>['body']['kinds']>[number]
const useStyles = makeStyles({ acts: { display: 'flex', gap: '6px' } })
const list = 'GET /usher/webhooks'

/** Addresses that are told what happens, signed. */
export function WebhooksPage() {
  const may = useMay()
  const hooks = useAsk(list)
  const [isAdding, add] = useState(false)
  const [secret, show] = useState<string | null>(null)
  const mayChange = may('usher/notifications/manage')
  const act: Column<Webhook> = { id: 'act', title: 'Act', width: '330px', show: (hook) => <Acts hook={hook} onSecret={show} /> } // prettier-ignore
  const columns: readonly Column<Webhook>[] = [
    { id: 'name', title: 'Name', width: '140px', show: ({ name }) => name },
    { id: 'url', title: 'Address', isRoomy: true, show: ({ url }) => url },
    { id: 'kinds', title: 'Told of', isRoomy: true, wraps: true, show: (hook) => hook.kinds === null ? 'Everything' : hook.kinds.map((kind) => kinds[kind as Kind]).join(', ') }, // prettier-ignore
    { id: 'on', title: 'State', width: '90px', show: ({ enabled }) => <Badge appearance="tint" color={enabled ? 'success' : 'subtle'}>{enabled ? 'On' : 'Off'}</Badge> }, // prettier-ignore
    ...(mayChange ? [act] : []),
  ]
  return (
    <Section
      title="Webhooks"
      about="Signed as Standard Webhooks are, and sent again for days when the receiver is away."
      actions={
        mayChange ? (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => add(true)}>
            Add webhook
          </Button>
        ) : undefined
      }
      isFlush
    >
      <DataTable
        asked={hooks}
        label="Webhooks"
        columns={columns}
        rows={hooks.data?.webhooks}
        keyOf={({ id }) => id}
        minWidth="860px"
        leastWidth="560px"
        empty={
          <Empty title="There is no webhook yet">A chat, a pager or your own program can be told what happens.</Empty>
        }
      />
      {isAdding && <Add onSecret={show} onClose={() => add(false)} />}
      {secret !== null && (
        <ShownOnce title="Signing secret" fields={[{ label: 'Secret', text: secret }]} onClose={() => show(null)}>
          <Text>The receiver checks the signature of each message with it.</Text>
        </ShownOnce>
      )}
    </Section>
  )
}

type ActsProps = { readonly hook: Webhook; readonly onSecret: (secret: string) => void }

function Acts({ hook: { name, enabled }, onSecret }: ActsProps) {
  const styles = useStyles()
  const notify = useNotify()
  const [isRemoving, remove] = useState(false)
  const path = { name }
  const test = useAction({ run: () => ask('POST /usher/webhooks/{name}/test', { path }), refresh: [], failures: 'toast', onDone: ({ ok, message }) => notify(ok ? 'success' : 'error', message) }) // prettier-ignore
  const turn = useAction({ run: () => ask('PATCH /usher/webhooks/{name}', { path, body: { enabled: !enabled } }), done: enabled ? `${name} is off.` : `${name} is on.`, refresh: [list], failures: 'toast' }) // prettier-ignore
  const rotate = useAction({ run: () => ask('POST /usher/webhooks/{name}/rotate', { path }), refresh: [list], failures: 'toast', onDone: ({ secret }) => onSecret(secret) }) // prettier-ignore
  return (
    <div className={styles.acts}>
      <Button size="small" aria-label={`Test ${name}`} disabledFocusable={test.isPending} onClick={() => test.mutate()}>
        Test
      </Button>
      <Button size="small" aria-label={`Turn ${enabled ? 'off' : 'on'} ${name}`} onClick={() => turn.mutate()}>
        {enabled ? 'Turn off' : 'Turn on'}
      </Button>
      <Button size="small" aria-label={`New secret for ${name}`} onClick={() => rotate.mutate()}>
        New secret
      </Button>
      <Button size="small" aria-label={`Remove ${name}`} onClick={() => remove(true)}>
        Remove
      </Button>
      {isRemoving && (
        <Confirm title={`Remove ${name}?`} verb="Remove" isDangerous run={() => ask('DELETE /usher/webhooks/{name}', { path })} done={`${name} was removed.`} refresh={[list, 'GET /usher/deliveries']} onClose={() => remove(false)}>
          It is told nothing any more, and what waits for it is forgotten.
        </Confirm>
      )}
    </div>
  )
} // prettier-ignore

type AddProps = { readonly onSecret: (secret: string) => void; readonly onClose: () => void }

function Add({ onSecret, onClose }: AddProps) {
  const [name, setName] = useState('')
  const [url, setUrl] = useState('')
  const [chosen, choose] = useState<readonly Kind[]>([])
  const add = useAction({
    run: () => ask('POST /usher/webhooks', { body: { name: name.trim(), url: url.trim(), kinds: chosen.length === 0 ? null : chosen } }), // prettier-ignore
    done: `${name.trim()} is told from now on.`,
    refresh: [list],
    onDone: ({ secret }) => {
      onClose()
      onSecret(secret)
    },
  })
  return (
    <Ask title="Add webhook" verb="Add" isReady={name.trim() !== '' && url.trim() !== ''} isPending={add.isPending} error={add.error} onYes={() => add.mutate()} onClose={onClose}>
      <Field label="Name" required>
        <Input value={name} autoFocus onChange={(_, { value }) => setName(value)} />
      </Field>
      <Field label="Address" required hint="https://…">
        <Input value={url} onChange={(_, { value }) => setUrl(value)} />
      </Field>
      <div role="group" aria-label="Told of">
        <Text>Told of, or of everything where nothing is chosen:</Text>
        {(Object.keys(kinds) as Kind[]).map((kind) => (
          <div key={kind}>
            <Checkbox label={kinds[kind]} checked={chosen.includes(kind)} onChange={() => choose(chosen.includes(kind) ? chosen.filter((one) => one !== kind) : [...chosen, kind])} />
          </div>
        ))}
      </div>
    </Ask>
  )
} // prettier-ignore
