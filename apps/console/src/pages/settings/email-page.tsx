import { useState } from 'react'
import { Button, Field, Input, MessageBar, MessageBarBody, Select, Text, makeStyles } from '@fluentui/react-components'
import { Failed } from '@usher/parts/failed.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { type Gives, type Takes, ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { Confirm } from '../../parts/confirm.tsx'

type Mail = Gives<'GET /usher/mail'>
type Body = Takes<'PATCH /usher/mail'>['body']
const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))',
    gap: '16px 24px',
    alignItems: 'start',
  },
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'flex-end' },
})
const refresh = ['GET /usher/mail', 'GET /usher/deliveries']

/** How mail leaves, and who hears of every job. */
export function EmailPage() {
  const mail = useAsk('GET /usher/mail')
  return (
    <Loaded query={mail}>
      {(known) => (
        <>
          <MailForm key={JSON.stringify(known)} mail={known} />
          {known.configured && <Test />}
          {known.unsubscribed.length > 0 && <Unsubscribed addresses={known.unsubscribed} />}
        </>
      )}
    </Loaded>
  )
}

function MailForm({ mail }: { readonly mail: Mail }) {
  const styles = useStyles()
  const may = useMay()
  const [isRemoving, remove] = useState(false)
  const [given, give] = useState({
    host: mail.host ?? '',
    port: mail.port === undefined ? '' : String(mail.port),
    security: mail.security ?? 'starttls',
    user: mail.user ?? '',
    password: '',
    from: mail.from ?? '',
    recipients: (mail.recipients ?? []).join(', '),
    digest: mail.digest ?? 'immediate',
    tell: mail.tell ?? 'failures',
  })
  const set = (change: Partial<typeof given>): void => give((before) => ({ ...before, ...change }))
  const save = useAction({
    run: () => ask('PATCH /usher/mail', { body: bodyOf(given) }),
    done: 'Saved. What waited is sent again.',
    refresh,
  })
  const mayChange = may('usher/notifications/manage')
  const text = (name: 'host' | 'port' | 'user' | 'password' | 'from' | 'recipients', label: string, hint = '') => (
    <Field label={label} {...(hint !== '' && { hint })}>
      <Input
        type={name === 'password' ? 'password' : 'text'}
        autoComplete="off"
        readOnly={!mayChange}
        value={given[name]}
        onChange={(_, { value }) => set({ [name]: value })}
      />
    </Field>
  )
  return (
    <Section title="E-mail" about={mail.configured ? 'Mail leaves by this server.' : 'Mail is not set up, so nobody hears of anything by mail.'}>
      <div className={styles.fields}>
        {text('host', 'Mail server')}
        <Field label="Security">
          <Select value={given.security} disabled={!mayChange} onChange={(_, { value }) => set({ security: value as typeof given.security })}>
            <option value="starttls">STARTTLS (587)</option>
            <option value="tls">TLS from the start (465)</option>
            <option value="none">None (25), without signing in</option>
          </Select>
        </Field>
        {text('port', 'Port', 'Empty: the usual port')}
        {text('user', 'Account', 'Empty: without signing in')}
        {text('password', 'Password', mail.hasPassword === true ? 'One is stored, and never shown' : 'Kept encrypted, and never shown')}
        {text('from', 'From')}
        {text('recipients', 'Recipients for every job', 'Separated by commas')}
        <Field label="Gather mails">
          <Select value={given.digest} disabled={!mayChange} onChange={(_, { value }) => set({ digest: value as typeof given.digest })}>
            <option value="immediate">No: at once</option>
            <option value="hourly">Until the full hour</option>
            <option value="daily">Until 08:00</option>
          </Select>
        </Field>
        <Field label="Send mail about">
          <Select value={given.tell} disabled={!mayChange} onChange={(_, { value }) => set({ tell: value as typeof given.tell })}>
            <option value="failures">Only what somebody must act on</option>
            <option value="everything">Everything, good news too</option>
          </Select>
        </Field>
      </div>
      <Failed error={save.error} />
      {mayChange && (
        <div className={styles.row}>
          <Button appearance="primary" disabledFocusable={given.host === '' || given.from === '' || save.isPending} onClick={() => save.mutate()}>
            Save
          </Button>
          {mail.configured && <Button onClick={() => remove(true)}>Forget these settings</Button>}
        </div>
      )}
      {isRemoving && (
        <Confirm title="Forget the mail settings?" verb="Forget" isDangerous run={() => ask('DELETE /usher/mail')} done="Mail is not set up any more." refresh={refresh} onClose={() => remove(false)}>
          No mail is sent any more: of quarantine, held removals and secrets that expire nobody hears but by webhook.
        </Confirm>
      )}
    </Section>
  )
} // prettier-ignore

function bodyOf({
  host,
  port,
  user,
  password,
  from,
  ...rest
}: Record<'host' | 'port' | 'user' | 'password' | 'from' | 'recipients', string> &
  Pick<Body, 'security' | 'digest' | 'tell'>): Body {
  // prettier-ignore
  return {
    ...rest,
    host: host.trim(),
    from: from.trim(),
    port: port.trim() === '' ? null : Number(port),
    user: user.trim() === '' ? null : user.trim(),
    ...(password !== '' && { password }),
  }
}

function Test() {
  const styles = useStyles()
  const may = useMay()
  const [to, type] = useState('')
  const test = useAction({ run: () => ask('POST /usher/mail/test', { body: to.trim() === '' ? {} : { to: to.trim() } }), refresh: [] }) // prettier-ignore
  if (!may('usher/notifications/manage')) return null
  return (
    <Section title="Test" about="Sends a mail now, and says in one sentence what is wrong.">
      <div className={styles.row}>
        <Field label="To" hint="Empty: the recipients for every job">
          <Input value={to} onChange={(_, { value }) => type(value)} />
        </Field>
        <Button disabledFocusable={test.isPending} onClick={() => test.mutate()}>
          Send test mail
        </Button>
      </div>
      {test.data !== undefined && (
        <MessageBar intent={test.data.ok ? 'success' : 'error'} layout="multiline">
          <MessageBarBody>{test.data.message}</MessageBarBody>
        </MessageBar>
      )}
      <Failed error={test.error} />
    </Section>
  )
}

function Unsubscribed({ addresses }: { readonly addresses: readonly string[] }) {
  const styles = useStyles()
  const again = useAction<string>({
    run: (address) => ask('POST /usher/mail/resubscribe', { body: { address } }),
    done: 'They get mail again.',
    refresh,
    failures: 'toast',
  })
  return (
    <Section title="Unsubscribed" about="They get no mail, whatever is set.">
      {addresses.map((address) => (
        <div key={address} className={styles.row}>
          <Text>{address}</Text>
          <Button size="small" onClick={() => again.mutate(address)}>
            Send again
          </Button>
        </div>
      ))}
    </Section>
  )
}
