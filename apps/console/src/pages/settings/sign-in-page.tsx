import { useState } from 'react'
import { Button, Field, Input, MessageBar, MessageBarBody, Select, makeStyles } from '@fluentui/react-components'
import { CopyField } from '@usher/parts/copy.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { type Gives, type Takes, ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { LinkPerson } from './link-person.tsx'

type Provider = Gives<'GET /usher/sign-in-provider'>
type Body = Takes<'PUT /usher/sign-in-provider'>['body']
const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(260px, 1fr))',
    gap: '16px 24px',
    alignItems: 'start',
  },
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
})
const refresh = ['GET /usher/sign-in-provider']
const matches = [
  ['upn', 'upn: the user principal name'],
  ['email', 'email: the mail address, where it is verified there'],
  ['oid', 'oid: the object ID in this directory'],
] as const

/** Another OpenID Connect provider that people sign in with. */
export function SignInPage() {
  const provider = useAsk('GET /usher/sign-in-provider')
  return <Loaded query={provider}>{(known) => <ProviderForm key={JSON.stringify(known)} provider={known} />}</Loaded>
}

function ProviderForm({ provider }: { readonly provider: Provider }) {
  const styles = useStyles()
  const may = useMay()
  const isThere = provider.issuer !== undefined
  const [asked, put] = useState<'remove' | 'link' | null>(null)
  const [given, give] = useState({
    displayName: provider.displayName ?? '',
    issuer: provider.issuer ?? '',
    clientId: provider.clientId ?? '',
    clientSecret: '',
    match: provider.match ?? 'upn',
  })
  const set = (change: Partial<typeof given>): void => give((before) => ({ ...before, ...change }))
  const save = useAction({
    run: () => ask('PUT /usher/sign-in-provider', { body: bodyOf(given) }),
    done: ({ displayName }) => `People can sign in with ${displayName ?? given.issuer}.`,
    refresh,
  })
  const test = useAction({ run: () => ask('POST /usher/sign-in-provider/test'), refresh: [] })
  const mayChange = may('microsoft.directory/roleManagement/allProperties/update')
  const isMissing = given.issuer.trim() === '' || given.clientId.trim() === ''
  const text = (name: 'displayName' | 'issuer' | 'clientId' | 'clientSecret', label: string, hint: string) => (
    <Field label={label} hint={hint} required={name === 'issuer' || name === 'clientId'}>
      <Input
        type={name === 'clientSecret' ? 'password' : 'text'}
        autoComplete="off"
        readOnly={!mayChange}
        value={given[name]}
        onChange={(_, { value }) => set({ [name]: value })}
      />
    </Field>
  )
  return (
    <>
      <Section
        title="Sign-in with another provider"
        about={
          isThere
            ? 'The sign-in page has a button for it, beside passwords of their own.'
            : 'People sign in with passwords of their own. With an OpenID Connect provider the sign-in page has a button for it, too.'
        }
      >
        <div className={styles.fields}>
          {text('issuer', 'Issuer', 'Like https://login.microsoftonline.com/TENANT/v2.0')}
          {text('clientId', 'Client ID', 'What Usher is called there')}
          {text('clientSecret', 'Client secret', provider.hasSecret === true ? 'One is stored, and never shown' : 'Kept encrypted, and never shown')}
          {text('displayName', 'Name', 'What the button says; nothing: the host of the issuer')}
          <Field label="At the first sign-in a person is found by" hint="From then on by the provider's own name for them (sub).">
            <Select value={given.match} disabled={!mayChange} onChange={(_, { value }) => set({ match: value as typeof given.match })}>
              {matches.map(([value, says]) => (
                <option key={value} value={value}>
                  {says}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        <Field label="Redirect address to register there">
          <CopyField what="Redirect address" text={`${location.origin}/sign-in/callback`} />
        </Field>
        <Failed error={save.error ?? test.error} />
        {test.data !== undefined && (
          <MessageBar intent={test.data.ok ? 'success' : 'error'} layout="multiline">
            <MessageBarBody>{test.data.message}</MessageBarBody>
          </MessageBar>
        )}
        {mayChange && (
          <div className={styles.row}>
            <Button appearance="primary" disabledFocusable={isMissing || save.isPending} onClick={() => save.mutate()}>
              {isThere ? 'Save' : 'Add provider'}
            </Button>
            {isThere && (
              <>
                <Button disabledFocusable={test.isPending} onClick={() => test.mutate()}>
                  Test what is saved
                </Button>
                <Button onClick={() => put('link')}>Link a person</Button>
                <Button onClick={() => put('remove')}>Remove</Button>
              </>
            )}
          </div>
        )}
      </Section>
      {asked === 'link' && <LinkPerson provider={given.displayName} onClose={() => put(null)} />}
      {asked === 'remove' && (
        <Confirm title={`Let nobody sign in with ${provider.displayName ?? 'it'} any more?`} verb="Remove" isDangerous run={() => ask('DELETE /usher/sign-in-provider')} done="People sign in with passwords of their own." refresh={refresh} onClose={() => put(null)}>
          Its button goes from the sign-in page. Who has no password here needs an invitation to sign in again; who is signed in stays so. Who is linked with whom there is kept, for when it comes back.
        </Confirm>
      )}
    </>
  )
} // prettier-ignore

/** What is left empty stays as it is, or is what the service takes without it. */
function bodyOf({ displayName, issuer, clientId, clientSecret, match }: Required<Omit<Body, 'match'>> & Pick<Provider, 'match'>): Body {
  return {
    issuer: issuer.trim(),
    clientId: clientId.trim(),
    match: match ?? 'upn',
    ...(displayName.trim() !== '' && { displayName: displayName.trim() }),
    ...(clientSecret !== '' && { clientSecret }),
  }
} // prettier-ignore
