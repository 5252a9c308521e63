import { Field, Input, Radio, RadioGroup, makeStyles } from '@fluentui/react-components'
import { useAsk } from '../../api/use-ask.ts'
import type { Draft } from './draft.ts'

const useStyles = makeStyles({ form: { display: 'flex', flexDirection: 'column', gap: '16px', maxWidth: '640px' } })

type Texts = Exclude<keyof Draft, 'method'>
type Row = { readonly name: Texts; readonly label: string; readonly isSecret?: true; readonly isOptional?: true }

const rows: Readonly<Record<Draft['method'], readonly Row[]>> = {
  token: [{ name: 'secretToken', label: 'Secret Token', isSecret: true }],
  oauth: [
    { name: 'tokenEndpoint', label: 'Token Endpoint' },
    { name: 'clientId', label: 'Client Identifier' },
    { name: 'clientSecret', label: 'Client Secret', isSecret: true },
    { name: 'scope', label: 'Scope', isOptional: true },
  ],
}

type Props = { readonly draft: Draft; readonly onChange: (draft: Draft) => void; readonly template: string }

/** Tenant URL and a secret, with what the gallery says of where to find them. */
export function CredentialsForm({ draft, onChange, template }: Props) {
  const styles = useStyles()
  const told = useAsk('GET /usher/gallery/{template}', { path: { template } })
  const { tenantUrl = [], token = '' } = told.data ?? {}
  const set = (name: Texts, value: string): void => onChange({ ...draft, [name]: value })
  return (
    <div className={styles.form}>
      <Field label="Authentication method">
        <RadioGroup
          layout="horizontal"
          value={draft.method}
          onChange={(_, { value }) => onChange({ ...draft, method: value === 'oauth' ? 'oauth' : 'token' })}
        >
          <Radio value="token" label="Bearer authentication" />
          <Radio value="oauth" label="OAuth2 client credentials grant" />
        </RadioGroup>
      </Field>
      <Field label="Tenant URL" required hint={tenantUrl.length > 0 ? `Looks like ${tenantUrl.join(' or ')}` : null}>
        <Input
          type="url"
          value={draft.tenantUrl}
          spellCheck={false}
          autoComplete="off"
          onChange={(_, { value }) => set('tenantUrl', value)}
        />
      </Field>
      {rows[draft.method].map(({ name, label, isSecret, isOptional }) => (
        <Field key={name} label={label} required={isOptional !== true} hint={isSecret === true ? token : null}>
          <Input
            type={isSecret === true ? 'password' : 'text'}
            value={draft[name]}
            spellCheck={false}
            autoComplete={isSecret === true ? 'new-password' : 'off'}
            onChange={(_, { value }) => set(name, value)}
          />
        </Field>
      ))}
    </div>
  )
}
