import { useState } from 'react'
import { Button, Field, Input, Select, Switch, makeStyles, tokens } from '@fluentui/react-components'
import { EditRegular } from '@fluentui/react-icons/svg/edit'
import { Section } from '@usher/parts/section.tsx'
import { Facts } from '../../parts/facts.tsx'
import { useMay } from '../../api/session.ts'
import { ApplyDialog } from './apply-dialog.tsx'
import { type Given, type Row, type Settings, changeOf, groups, keyOf, valueOf } from './rows.ts'

const useStyles = makeStyles({
  rows: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(280px, 1fr))',
    gap: '16px 24px',
    alignItems: 'start',
  },
  value: { display: 'flex', flexDirection: 'column' },
  says: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  foot: {
    position: 'sticky',
    bottom: 0,
    display: 'flex',
    gap: '8px',
    padding: '12px 20px',
    backgroundColor: tokens.colorNeutralBackground1,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    zIndex: 1,
  },
})

/** The settings as they are; with the pencil, as they shall be. */
export function SettingsForm({ settings }: { readonly settings: Settings }) {
  const styles = useStyles()
  const may = useMay()
  const [given, give] = useState<Given | null>(null)
  const [isAsked, put] = useState(false)
  const change = changeOf(settings, given ?? {})
  const count = Object.keys(change).length
  const mayChange = may('microsoft.directory/servicePrincipals/synchronizationCredentials/manage')
  return (
    <>
      {groups.map(({ title, about, rows }, at) => (
        <Section
          key={title}
          title={title}
          about={about}
          actions={
            at === 0 && mayChange && given === null ? (
              <Button appearance="primary" icon={<EditRegular />} onClick={() => give({})}>
                Edit
              </Button>
            ) : undefined
          }
        >
          {given === null ? (
            <Facts
              facts={rows.map((row) => [
                row.label,
                <span key={keyOf(row)} className={styles.value}>
                  {shownOf(row, settings)}
                  <span className={styles.says}>{row.says}</span>
                </span>,
              ])}
            />
          ) : (
            <div className={styles.rows}>
              {rows
                .filter(({ holds }) => holds !== 'told')
                .map((row) => (
                  <Control
                    key={keyOf(row)}
                    row={row}
                    value={given[keyOf(row)] ?? valueOf(settings, row)}
                    onChange={(value) => give((before) => ({ ...before, [keyOf(row)]: value }))}
                  />
                ))}
            </div>
          )}
        </Section>
      ))}
      {given !== null && (
        <div className={styles.foot}>
          <Button appearance="primary" disabled={count === 0} onClick={() => put(true)}>
            Apply
          </Button>
          <Button onClick={() => give(null)}>Cancel</Button>
        </div>
      )}
      {isAsked && <ApplyDialog change={change} onClose={() => put(false)} />}
    </>
  )
}

function shownOf(row: Row, settings: Settings): string {
  const value = valueOf(settings, row)
  if (typeof value === 'boolean') return value ? 'On' : 'Off'
  if (typeof row.holds !== 'string') return row.holds.find(([one]) => one === value)?.[1] ?? value
  return value === '' ? '–' : value
}

type ControlProps = {
  readonly row: Row
  readonly value: string | boolean
  readonly onChange: (value: string | boolean) => void
}

function Control({ row: { label, says, holds }, value, onChange }: ControlProps) {
  if (typeof value === 'boolean')
    return (
      <Field hint={says}>
        <Switch label={label} checked={value} onChange={(_, { checked }) => onChange(checked)} />
      </Field>
    )
  return (
    <Field label={label} hint={says}>
      {typeof holds === 'string' ? (
        <Input
          type={holds === 'number' ? 'number' : holds === 'date' ? 'date' : 'text'}
          value={value}
          onChange={(_, { value: typed }) => onChange(typed)}
        />
      ) : (
        <Select value={value} onChange={(_, { value: chosen }) => onChange(chosen)}>
          {holds.map(([id, text]) => (
            <option key={id} value={id}>
              {text}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
