import { useState } from 'react'
import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { request } from '../api/request.ts'
import type { Client, Secret } from '../api/types.ts'
import { CopyField } from '@usher/parts/copy.tsx'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { When } from '@usher/parts/when.tsx'
import { NewSecret } from './new-secret.tsx'
import { Revoke } from './revoke.tsx'
import { ScopeBadges } from './scopes.tsx'
import { StateBadge, stateOf } from './state-badge.tsx'

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    padding: '16px',
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    minWidth: 0,
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 12px' },
  label: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  about: { flex: '1 1 240px', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  prefix: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  actions: { display: 'flex', gap: '8px' },
})

function columnsOf(client: Client, revoke: (secret: Secret) => void): readonly Column<Secret>[] {
  const state = ({ revoked, expires }: Secret) =>
    stateOf({ revoked: revoked ?? client.revoked, expires, ownerIsAdmin: client.ownerIsAdmin }, Date.now())
  return [
    { id: 'prefix', title: 'Secret', show: ({ prefix }) => <Prefix prefix={prefix} /> },
    { id: 'created', title: 'Created', width: '140px', show: ({ created }) => <When time={created} as="day" /> },
    { id: 'expires', title: 'Expires', width: '140px', show: ({ expires }) => <When time={expires} as="day" /> },
    { id: 'state', title: 'State', width: '110px', show: (secret) => <StateBadge state={state(secret)} /> },
    {
      id: 'revoke',
      title: '',
      width: '110px',
      align: 'end',
      show: (secret) =>
        secret.revoked === null &&
        client.revoked === null && (
          <Button size="small" aria-label={`Revoke the secret ${secret.prefix}`} onClick={() => revoke(secret)}>
            Revoke
          </Button>
        ),
    },
  ]
}

/** One client: its id, its secrets, and what can be done with them. */
export function ClientCard({ client }: { readonly client: Client }) {
  const styles = useStyles()
  const [isAdding, setAdding] = useState(false)
  const [isRevoking, setRevoking] = useState(false)
  const [secret, setSecret] = useState<Secret | null>(null)
  return (
    <article className={styles.card} aria-label={client.label}>
      <div className={styles.head}>
        <h3 className={styles.label}>{client.label}</h3>
        <StateBadge state={stateOf(client, Date.now())} />
        <span className={styles.about}>
          Created by {client.owner} on <When time={client.created} as="day" />, last used:{' '}
          <When time={client.lastUsed} never="never" />. Scopes: <ScopeBadges scopes={client.scopes} />
        </span>
        {client.revoked === null && (
          <span className={styles.actions}>
            <Button size="small" icon={<AddRegular />} onClick={() => setAdding(true)}>
              New secret
            </Button>
            <Button size="small" aria-label={`Revoke ${client.label}`} onClick={() => setRevoking(true)}>
              Revoke
            </Button>
          </span>
        )}
      </div>
      <CopyField text={client.id} what={`Client ID of ${client.label}`} />
      <DataTable
        label={`Secrets of ${client.label}`}
        columns={columnsOf(client, setSecret)}
        rows={client.secrets}
        keyOf={({ id }) => id}
        minWidth="560px"
        empty={null}
      />
      {isAdding && <NewSecret client={client} onClose={() => setAdding(false)} />}
      {isRevoking && (
        <Revoke
          title={`Revoke “${client.label}”?`}
          done={`The client “${client.label}” is revoked.`}
          run={() => request('DELETE', `/clients/${client.id}`, {})}
          refresh={['clients']}
          onClose={() => setRevoking(false)}
        >
          All of its secrets and the access tokens it holds stop working. This cannot be undone.
        </Revoke>
      )}
      {secret !== null && (
        <Revoke
          title={`Revoke the secret ${secret.prefix}?`}
          done="The secret is revoked."
          run={() => request('DELETE', `/clients/${client.id}/secrets/${secret.id}`, {})}
          refresh={['clients']}
          onClose={() => setSecret(null)}
        >
          Whoever uses this secret gets no access token from now on. This cannot be undone.
        </Revoke>
      )}
    </article>
  )
}

function Prefix({ prefix }: { readonly prefix: string }) {
  const styles = useStyles()
  return <span className={styles.prefix}>{prefix}…</span>
}
