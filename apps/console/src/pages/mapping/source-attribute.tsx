import { Select } from '@fluentui/react-components'
import type { Attribute } from './schema.ts'

type Props = {
  readonly attributes: readonly Attribute[]
  readonly value: string
  readonly onChange: (name: string) => void
  readonly label?: string
}

/** An attribute of the directory, of those that its list has. */
export function SourceAttribute({ attributes, value, onChange, label, ...field }: Props) {
  const known = attributes.map(({ name }) => name)
  const all = value === '' || known.includes(value) ? known : [value, ...known]
  return (
    <Select
      {...field}
      {...(label !== undefined && { 'aria-label': label })}
      value={value}
      onChange={(_, { value: name }) => onChange(name)}
    >
      {value === '' && <option value="">Choose …</option>}
      {all.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </Select>
  )
}
