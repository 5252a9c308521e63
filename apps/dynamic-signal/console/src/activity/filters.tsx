import { Select, makeStyles } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { clientsQuery, tokensQuery } from '../api-access/queries.ts'
import { SearchField } from '@usher/parts/search-field.tsx'
import type { ActivityAsk } from './queries.ts'

const useStyles = makeStyles({
  filters: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px', padding: '12px 20px' },
  by: { maxWidth: '220px' },
})

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

const statuses: readonly (readonly [value: string, title: string])[] = [
  ['2xx', '2xx Success'],
  ['3xx', '3xx Not modified'],
  ['4xx', '4xx Refused'],
  ['5xx', '5xx Failed'],
  ['400', '400 Bad request'],
  ['401', '401 Unauthorized'],
  ['403', '403 Forbidden'],
  ['404', '404 Not found'],
  ['409', '409 Conflict'],
  ['412', '412 Precondition failed'],
  ['429', '429 Too many requests'],
]

type Props = { readonly ask: ActivityAsk; readonly onChange: (change: Partial<ActivityAsk>) => void }

export function Filters({ ask, onChange }: Props) {
  const styles = useStyles()
  const tokens = useQuery(tokensQuery).data?.tokens ?? []
  const clients = useQuery(clientsQuery).data?.clients ?? []
  return (
    <div className={styles.filters} role="search" aria-label="Filter the activity">
      <SearchField
        label="Search in path, body and error"
        value={ask.search}
        onSearch={(search) => onChange({ search })}
      />
      <Select aria-label="Method" value={ask.method} onChange={(_, { value }) => onChange({ method: value })}>
        <option value="">All methods</option>
        {methods.map((method) => (
          <option key={method}>{method}</option>
        ))}
      </Select>
      <Select aria-label="Status" value={ask.status} onChange={(_, { value }) => onChange({ status: value })}>
        <option value="">All statuses</option>
        {statuses.map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </Select>
      <Select
        className={styles.by}
        aria-label="Token or client"
        value={ask.by}
        onChange={(_, { value }) => onChange({ by: value })}
      >
        <option value="">All tokens and clients</option>
        <Callers title="Tokens" callers={tokens} />
        <Callers title="Clients" callers={clients} />
      </Select>
    </div>
  )
}

type CallersProps = {
  readonly title: string
  readonly callers: readonly { readonly id: string; readonly label: string }[]
}

function Callers({ title, callers }: CallersProps) {
  if (callers.length === 0) return null
  return (
    <optgroup label={title}>
      {callers.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </optgroup>
  )
}
