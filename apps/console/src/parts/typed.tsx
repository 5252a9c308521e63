import { useEffect, useState } from 'react'
import { Field, Input } from '@fluentui/react-components'
import { useSettled } from '@usher/parts/use-settled.ts'

type Props = {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly onType: (value: string) => void
}

/** A word to filter by, which counts when typing pauses. */
export function Typed({ label, value, placeholder = '', onType }: Props) {
  const [typed, type] = useState(value)
  const settled = useSettled(typed, 400)
  useEffect(() => {
    if (settled === typed && settled !== value) onType(settled.trim())
    // Only what was typed filters, not what the address says meanwhile.
  }, [settled]) // oxlint-disable-line react-hooks/exhaustive-deps
  return (
    <Field label={label}>
      <Input value={typed} placeholder={placeholder} onChange={(_, { value: text }) => type(text)} />
    </Field>
  )
}
