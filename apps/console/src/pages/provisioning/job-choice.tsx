import { Field, Select } from '@fluentui/react-components'
import { useAddress } from '@usher/parts/use-address.ts'

/** Which of several jobs the page is about; the address says it. */
export function JobChoice({ names, name }: { readonly names: readonly string[]; readonly name: string }) {
  const [, change] = useAddress()
  return (
    <Field label="Job" style={{ maxWidth: '320px' }}>
      <Select value={name} onChange={(_, { value }) => change({ job: value }, true)}>
        {names.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </Select>
    </Field>
  )
}
