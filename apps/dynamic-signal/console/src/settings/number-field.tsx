import { useState } from 'react'
import { Field, Input, makeStyles } from '@fluentui/react-components'

const useStyles = makeStyles({ input: { maxWidth: '260px' } })

type Props = {
  readonly label: string
  readonly hint: string
  readonly value: number
  readonly least: number
  readonly most: number
  readonly onValue: (value: number) => void
}

/** A whole number. While it is none, what is typed stands there with the reason, and nothing changes. */
export function NumberField({ label, hint, value, least, most, onValue }: Props) {
  const styles = useStyles()
  const [typed, setTyped] = useState<string | null>(null)
  const isWrong = typed !== null && !isBetween(typed, least, most)
  return (
    <Field
      label={label}
      {...(isWrong
        ? { validationState: 'error' as const, validationMessage: `A whole number from ${least} to ${most}.` }
        : { hint })}
    >
      <Input
        className={styles.input}
        inputMode="numeric"
        value={typed ?? String(value)}
        onChange={(_, { value: text }) => {
          setTyped(text)
          if (isBetween(text, least, most)) onValue(Number(text))
        }}
        onBlur={() => setTyped(null)}
      />
    </Field>
  )
}

function isBetween(text: string, least: number, most: number): boolean {
  return /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most
}
