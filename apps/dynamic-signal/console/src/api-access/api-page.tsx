import { Field, makeStyles } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { CopyField } from '@usher/parts/copy.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { Page } from '@usher/parts/page.tsx'
import { Section } from '@usher/parts/section.tsx'
import { Clients } from './clients.tsx'
import { addressesQuery } from './queries.ts'
import { Tokens } from './tokens.tsx'

const useStyles = makeStyles({ fields: { display: 'grid', gap: '16px' } })

/** Admin > Advanced > API: what an identity provider needs to provision into this tenant. */
export function ApiPage() {
  const styles = useStyles()
  const { data, error, refetch } = useQuery(addressesQuery)
  return (
    <Page
      title="API"
      crumbs={[{ text: 'Admin' }, { text: 'Advanced' }]}
      about="Connect an identity provider such as Microsoft Entra ID: enter the SCIM API URL there as Tenant URL and a token as Secret Token."
    >
      <Failed error={error} again={refetch} />
      <Section title="Addresses">
        <div className={styles.fields}>
          <Field label="SCIM API URL" hint="In Microsoft Entra ID: Tenant URL.">
            <CopyField text={data?.scimApiUrl ?? ''} what="SCIM API URL" />
          </Field>
          <Field label="Token endpoint" hint="For OAuth clients only (client credentials grant).">
            <CopyField text={data?.tokenEndpoint ?? ''} what="Token endpoint" />
          </Field>
        </div>
      </Section>
      <Tokens />
      <Clients />
    </Page>
  )
}
