import { useState } from 'react'
import { Button, Text, makeStyles } from '@fluentui/react-components'
import { DataTable } from '@usher/parts/data-table.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { When } from '@usher/parts/when.tsx'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { Facts } from '../../parts/facts.tsx'

const useStyles = makeStyles({ acts: { display: 'flex', flexWrap: 'wrap', gap: '8px' } })
const refresh = ['GET /usher/about']

/** How the service is reached, and the keys that it signs and encrypts with. */
export function KeysPage() {
  const styles = useStyles()
  const may = useMay()
  const about = useAsk('GET /usher/about')
  const [asked, put] = useState<'sign' | 'forget' | 'encrypt' | null>(null)
  const common = { refresh, onClose: () => put(null) }
  const mayRotate = may('usher/tenants/manage')
  return (
    <Loaded query={about}>
      {({ address, https, several, signingKeys: { days, keys } }) => (
        <>
          <Section title="Certificate">
            <Facts
              facts={[
                ['Address', address],
                [
                  'Encrypted',
                  https
                    ? 'Yes, by https'
                    : 'No: http. Give the service a certificate with --https, or put a proxy before it that ends https.',
                ],
              ]}
            />
          </Section>
          <Section
            title="Keys that sign tokens"
            about={`A new one takes over every ${days} days by itself.`}
            actions={
              mayRotate ? (
                <div className={styles.acts}>
                  <Button onClick={() => put('sign')}>New signing key</Button>
                  <Button onClick={() => put('forget')}>New key, and revoke the others</Button>
                </div>
              ) : undefined
            }
            isFlush
          >
            <DataTable
              label="Signing keys"
              columns={[
                { id: 'id', title: 'Key', show: ({ id }) => id },
                { id: 'made', title: 'Made', width: '180px', show: ({ createdAt }) => <When time={createdAt} /> },
                { id: 'till', title: 'Signed until', width: '180px', show: ({ retiredAt }) => <When time={retiredAt} never="Signs now" /> }, // prettier-ignore
              ]}
              rows={keys}
              keyOf={({ id }) => id}
              minWidth="520px"
              empty={<Text>The first is made with the first token.</Text>}
            />
          </Section>
          <Section
            title="Key of secrets"
            about="Tokens, passwords and signing secrets are encrypted with AES-256-GCM."
            actions={
              mayRotate && !several ? (
                <Button onClick={() => put('encrypt')}>New key of secrets</Button>
              ) : undefined
            }
          >
            <Text>
              Whoever has the key and the store has the secrets: keep them apart.
              {several && ' With several directories a new one is made on the machine of the service: usher keys renew.'}
            </Text>
          </Section>
          {asked === 'sign' && (
            <Confirm title="Sign with a new key?" verb="New key" run={() => ask('POST /usher/keys/rotate', { body: {} })} done="Tokens are signed with a new key." {...common}>
              Tokens signed before stay valid until they expire, in an hour at most. Nobody has to sign in again.
            </Confirm>
          )}
          {asked === 'forget' && (
            <Confirm title="Revoke every other key?" verb="Revoke them" isDangerous run={() => ask('POST /usher/keys/rotate', { body: { forget: true } })} done="Tokens signed before are refused from now on." {...common}>
              Every token that was signed before is refused at once: programs get another one, and people sign in again.
            </Confirm>
          )}
          {asked === 'encrypt' && (
            <Confirm title="Make a new key of secrets?" verb="New key" run={() => ask('POST /usher/keys/encryption/rotate', { body: {} })} done="Every secret is encrypted with a new key." {...common}>
              Every secret is encrypted again. The old key stays behind the new one in the key file: earlier backups need it. Make a backup afterwards.
            </Confirm>
          )}
        </>
      )}
    </Loaded>
  )
} // prettier-ignore
