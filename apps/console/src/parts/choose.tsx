import { Field, Select } from '@fluentui/react-components'

type Props = {
  readonly label: string
  readonly value: string
  /** What stands for no choice. */
  readonly all: string
  readonly options: readonly { readonly value: string; readonly text: string }[]
  readonly onChoose: (value: string) => void
}

/** One of some, or all of them. */
export function Choose({ label, value, all, options, onChoose }: Props) {
  return (
    <Field label={label}>
      <Select value={value} onChange={(_, { value: chosen }) => onChoose(chosen)}>
        <option value="">{all}</option>
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.text}
          </option>
        ))}
      </Select>
    </Field>
  )
}
