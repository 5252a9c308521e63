import { Badge, Text, makeStyles, tokens } from '@fluentui/react-components'
import type { Origin, ProfileAttribute } from '../api/types.ts'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { Section } from '@usher/parts/section.tsx'
import { When } from '@usher/parts/when.tsx'
import { grouped } from './grouped.ts'
import { Value } from './value.tsx'

const useStyles = makeStyles({
  path: { color: tokens.colorNeutralForeground2 },
  from: { display: 'flex', alignItems: 'center', gap: '6px', minWidth: 0, '> :first-child': { flexShrink: 0 } },
  label: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
})

type Named = ProfileAttribute & { readonly name: string }

const columns: readonly Column<Named>[] = [
  {
    id: 'name',
    title: 'Attribute',
    width: '25%',
    wraps: true,
    show: ({ name, path }) => <Name name={name} path={path} />,
  },
  { id: 'value', title: 'Value', wraps: true, show: ({ value }) => <Value value={value} /> },
  { id: 'from', title: 'Came from', width: '25%', show: ({ from }) => <From from={from} /> },
  {
    id: 'when',
    title: 'When',
    width: '188px',
    isRoomy: true,
    show: ({ from }) => (from === null ? '–' : <When time={from.at} />),
  },
]

/** All attributes, by what they are about, each with where its value came from. */
export function Profile({ attributes }: { readonly attributes: readonly ProfileAttribute[] }) {
  if (attributes.length === 0) return <Empty title="This user has no attributes" />
  return grouped(attributes).map(({ title, rows }) => (
    <Section key={title} title={title} isFlush>
      <DataTable
        label={title}
        columns={columns}
        rows={rows}
        keyOf={({ path }) => path}
        minWidth="820px"
        leastWidth="600px"
        empty={null}
      />
    </Section>
  ))
}

function Name({ name, path }: { readonly name: string; readonly path: string }) {
  const styles = useStyles()
  return (
    <span className={styles.path} title={path}>
      {name}
    </span>
  )
}

const kinds = { token: 'Token', client: 'Client', console: 'Console' } as const

function From({ from }: { readonly from: Origin | null }) {
  const styles = useStyles()
  if (from === null) return <Text>Not recorded</Text>
  return (
    <span className={styles.from} title={`${kinds[from.kind]}: ${from.label}, ${from.at}`}>
      <Badge appearance="tint" color={from.kind === 'console' ? 'brand' : 'informative'}>
        {kinds[from.kind]}
      </Badge>
      <span className={styles.label}>{from.label}</span>
    </span>
  )
}
