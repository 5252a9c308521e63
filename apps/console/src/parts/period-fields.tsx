import { Field, Input, Select } from '@fluentui/react-components'
import { type Period, presets } from './period.ts'

type Change = Readonly<Record<string, string | undefined>>
type Props = { readonly period: Period; readonly onChange: (change: Change) => void }

/** From when to when: the last so much, or from one day to another. */
export function PeriodFields({ period: { since, from, to }, onChange }: Props) {
  return (
    <>
      <Field label="Date">
        <Select value={since} onChange={(_, { value }) => onChange({ since: value, from: undefined, to: undefined })}>
          {presets.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </Select>
      </Field>
      {since === 'days' && (
        <>
          <Field label="From">
            <Input type="date" value={from} max={to} onChange={(_, { value }) => onChange({ from: value })} />
          </Field>
          <Field label="To">
            <Input type="date" value={to} min={from} onChange={(_, { value }) => onChange({ to: value })} />
          </Field>
        </>
      )}
    </>
  )
}
