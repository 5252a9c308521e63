import { useState } from 'react'
import { Button, makeStyles, tokens as theme } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { KeyRegular } from '@fluentui/react-icons/svg/key'
import { useQuery } from '@tanstack/react-query'
import { request } from '../api/request.ts'
import type { NewToken, Token } from '../api/types.ts'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Section } from '@usher/parts/section.tsx'
import { ShownOnce } from '@usher/parts/shown-once.tsx'
import { When } from '@usher/parts/when.tsx'
import { GenerateToken } from './generate-token.tsx'
import { tokensQuery } from './queries.ts'
import { Revoke } from './revoke.tsx'
import { ScopeBadges } from './scopes.tsx'
import { StateBadge, stateOf } from './state-badge.tsx'

const useStyles = makeStyles({
  label: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  name: { fontWeight: theme.fontWeightSemibold, overflow: 'hidden', textOverflow: 'ellipsis' },
  prefix: {
    color: theme.colorNeutralForeground3,
    fontFamily: theme.fontFamilyMonospace,
    fontSize: theme.fontSizeBase200,
  },
})

const isRevocable = (token: Token): boolean => token.revoked === null

function columnsOf(revoke: (token: Token) => void): readonly Column<Token>[] {
  return [
    {
      id: 'label',
      title: 'Label',
      wraps: true,
      show: (token) => <Labelled label={token.label} prefix={token.prefix} />,
    },
    {
      id: 'owner',
      title: 'Created by',
      width: '112px',
      isRoomy: true,
      show: ({ owner }) => <span title={owner}>{owner}</span>,
    },
    {
      id: 'created',
      title: 'Created',
      width: '122px',
      isRoomy: true,
      show: ({ created }) => <When time={created} as="day" />,
    },
    { id: 'used', title: 'Last used', width: '172px', show: ({ lastUsed }) => <When time={lastUsed} /> },
    { id: 'expires', title: 'Expires', width: '122px', show: ({ expires }) => <When time={expires} as="day" /> },
    {
      id: 'scopes',
      title: 'Scopes',
      width: '92px',
      isRoomy: true,
      wraps: true,
      show: ({ scopes }) => <ScopeBadges scopes={scopes} />,
    },
    { id: 'state', title: 'State', width: '94px', show: (token) => <StateBadge state={stateOf(token, Date.now())} /> },
    {
      id: 'revoke',
      title: '',
      width: '108px',
      align: 'end',
      show: (token) =>
        isRevocable(token) && (
          <Button size="small" aria-label={`Revoke ${token.label}`} onClick={() => revoke(token)}>
            Revoke
          </Button>
        ),
    },
  ]
}

/** The bearer tokens: several may be in use, so that one can follow another without a gap. */
export function Tokens() {
  const { data, error, refetch } = useQuery(tokensQuery)
  const [isGenerating, setGenerating] = useState(false)
  const [made, setMade] = useState<NewToken | null>(null)
  const [revoking, setRevoking] = useState<Token | null>(null)
  const generate = (
    <Button appearance="primary" icon={<AddRegular />} onClick={() => setGenerating(true)}>
      Generate New Token
    </Button>
  )
  return (
    <Section
      title="Tokens"
      about="To rotate: generate a new one, enter it in the identity provider, then revoke the old one. A token works as long as the account that created it is an Admin."
      actions={generate}
      isFlush
    >
      <DataTable
        asked={{ error, refetch }}
        label="Tokens"
        columns={columnsOf(setRevoking)}
        rows={data?.tokens}
        keyOf={({ id }) => id}
        minWidth="1000px"
        leastWidth="660px"
        empty={
          <Empty icon={<KeyRegular />} title="There are no tokens yet">
            Generate one for the identity provider that is to provision into this tenant.
          </Empty>
        }
      />
      {isGenerating && (
        <GenerateToken
          onClose={() => setGenerating(false)}
          onMade={(token) => {
            setGenerating(false)
            setMade(token)
          }}
        />
      )}
      {made !== null && (
        <ShownOnce
          title={`Token “${made.label}”`}
          fields={[{ label: 'Token', text: made.token }]}
          onClose={() => setMade(null)}
        >
          {made.warning}
        </ShownOnce>
      )}
      {revoking !== null && (
        <Revoke
          title={`Revoke “${revoking.label}”?`}
          done={`The token “${revoking.label}” is revoked.`}
          run={() => request('DELETE', `/tokens/${revoking.id}`, {})}
          refresh={['tokens']}
          onClose={() => setRevoking(null)}
        >
          Whoever uses this token gets 401 from now on. This cannot be undone.
        </Revoke>
      )}
    </Section>
  )
}

export function Labelled({ label, prefix }: { readonly label: string; readonly prefix: string }) {
  const styles = useStyles()
  return (
    <span className={styles.label}>
      <span className={styles.name}>{label}</span>
      <span className={styles.prefix}>{prefix}</span>
    </span>
  )
}
