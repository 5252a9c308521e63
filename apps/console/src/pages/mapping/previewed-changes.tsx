import { useState } from 'react'
import { Badge, Field, Select, Text, makeStyles, tokens } from '@fluentui/react-components'
import { DataTable } from '@usher/parts/data-table.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { shown } from '../../parts/numbers.ts'
import { shortened } from './mappings-part.tsx'
import type { Change } from './use-preview.ts'

const useStyles = makeStyles({
  filter: { maxWidth: '240px' },
  changes: { listStyleType: 'none', margin: 0, padding: 0 },
  value: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  old: { textDecorationLine: 'line-through', color: tokens.colorNeutralForeground3 },
  quiet: { color: tokens.colorNeutralForeground3 },
})

const actions: Readonly<
  Record<string, { readonly text: string; readonly color: 'success' | 'informative' | 'warning' | 'danger' }>
> = {
  create: { text: 'Create', color: 'success' },
  update: { text: 'Change', color: 'informative' },
  disable: { text: 'Disable', color: 'warning' },
  delete: { text: 'Delete', color: 'danger' },
  held: { text: 'Held', color: 'warning' },
  none: { text: 'Problem', color: 'danger' },
}

type Props = { readonly changes: readonly Change[]; readonly omitted: number; readonly read: number }

/** Whom it would happen to, attribute by attribute. */
export function PreviewedChanges({ changes, omitted, read }: Props) {
  const styles = useStyles()
  const [action, choose] = useState('')
  const rows = changes.filter((one) => action === '' || one.action === action)
  const found = [...new Set(changes.map((one) => one.action))]
  return (
    <>
      {found.length > 1 && (
        <Field label="Show" className={styles.filter}>
          <Select value={action} onChange={(_, { value }) => choose(value)}>
            <option value="">Everything</option>
            {found.map((one) => (
              <option key={one} value={one}>
                {actions[one]?.text ?? one}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <DataTable
        label="Accounts that would change"
        columns={[
          { id: 'who', title: 'Who', width: '28%', wraps: true, show: (one) => one.displayName },
          {
            id: 'action',
            title: 'Action',
            width: '100px',
            show: (one) => (
              <Badge appearance="tint" color={actions[one.action]?.color ?? 'informative'}>
                {actions[one.action]?.text ?? one.action}
              </Badge>
            ),
          },
          { id: 'what', title: 'What would change', wraps: true, show: (one) => <What change={one} /> },
        ]}
        rows={rows}
        keyOf={(one) => `${one.id} ${one.action} ${one.reason}`}
        minWidth="460px"
        empty={<Empty title="No account would change">{`${shown(read)} of the directory were looked at.`}</Empty>}
      />
      {omitted > 0 && (
        <Text className={styles.quiet}>
          These are the first {shown(changes.length)}; {shown(omitted)} more would change too.
        </Text>
      )}
    </>
  )
}

function What({ change: { changes, reason, problem } }: { readonly change: Change }) {
  const styles = useStyles()
  if (problem !== null) return <Text>{problem.message ?? reason}</Text>
  if (changes.length === 0) return <Text>{reason}</Text>
  return (
    <ul className={styles.changes}>
      {changes.map(({ displayName, oldValue, newValue }) => (
        <li key={displayName}>
          {shortened(displayName)}:{' '}
          {oldValue !== null && <span className={`${styles.value} ${styles.old}`}>{oldValue}</span>}{' '}
          <span className={styles.value}>{newValue ?? '(removed)'}</span>
        </li>
      ))}
    </ul>
  )
}
