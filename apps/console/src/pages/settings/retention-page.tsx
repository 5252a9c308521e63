import { useState } from 'react'
import { Button, Field, Input, Text, makeStyles } from '@fluentui/react-components'
import { Failed } from '@usher/parts/failed.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { type Gives, ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { shorterSays } from './shorter.ts'

type Tenant = Gives<'GET /usher/tenant'>
const useStyles = makeStyles({ form: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(260px, 1fr))', gap: '16px 24px', alignItems: 'start' } }) // prettier-ignore

const rows = [
  ['displayName', 'Name of the directory', ''],
  ['defaultDomain', 'Default domain', 'What DefaultDomain() gives, and what the names of new people end in'],
  ['timeZone', 'Time zone', 'For dates in mappings and the hour of gathered mails, like Europe/Berlin'],
  ['logDays', 'Days of the provisioning log', 'Empty: for ever'],
  ['exchangeDays', 'Days of requests and answers', 'They are kept redacted, for looking things up'],
  ['auditDays', 'Days of the audit log', 'Empty: for ever'],
] as const
const days: ReadonlySet<string> = new Set(['logDays', 'exchangeDays', 'auditDays'])

/** The directory: its name and domain, and how long things are kept. */
export function RetentionPage() {
  const tenant = useAsk('GET /usher/tenant')
  return <Loaded query={tenant}>{(known) => <Form key={JSON.stringify(known)} tenant={known} />}</Loaded>
}

function Form({ tenant }: { readonly tenant: Tenant }) {
  const styles = useStyles()
  const may = useMay()
  const [given, give] = useState<Readonly<Record<string, string>>>({})
  const shown = (name: (typeof rows)[number][0]): string => given[name] ?? String(tenant[name] ?? '')
  const change = Object.fromEntries(
    rows
      .filter(([name]) => given[name] !== undefined && given[name] !== String(tenant[name] ?? ''))
      .map(([name]) => [name, valueOf(name, given[name] ?? '')]),
  )
  const save = useAction({ run: () => ask('PATCH /usher/tenant', { body: change }), done: 'Saved.', refresh: ['GET /usher/tenant', 'GET /usher/session'] }) // prettier-ignore
  const mayChange = may('microsoft.directory/organization/basic/update')
  const lost = shorterSays(tenant, change)
  return (
    <Section title="Directory and retention">
      <div className={styles.form}>
        {rows.map(([name, label, hint]) => (
          <Field key={name} label={label} {...(hint !== '' && { hint })}>
            <Input
              type={days.has(name) ? 'number' : 'text'}
              readOnly={!mayChange}
              value={shown(name)}
              onChange={(_, { value }) => give((before) => ({ ...before, [name]: value }))}
            />
          </Field>
        ))}
      </div>
      {lost !== null && <Text>{lost}</Text>}
      <Failed error={save.error} />
      {mayChange && (
        <div>
          <Button
            appearance="primary"
            disabledFocusable={Object.keys(change).length === 0 || save.isPending}
            onClick={() => save.mutate()}
          >
            Save
          </Button>
        </div>
      )}
    </Section>
  )
}

function valueOf(name: string, value: string): string | number | null {
  if (!days.has(name)) return value.trim()
  return value.trim() === '' ? null : Number(value)
}
