import { Field, Input } from '@fluentui/react-components'

export const leastLength = 10

type Props = {
  readonly label: string
  readonly password: string
  readonly isFirst?: boolean
  readonly onPassword: (password: string) => void
}

export function PasswordField({ label, password, isFirst = false, onPassword }: Props) {
  const isShort = password !== '' && password.length < leastLength
  return (
    <Field
      label={label}
      required
      {...(isShort
        ? { validationMessage: `At least ${leastLength} characters.`, validationState: 'warning' as const }
        : { hint: `At least ${leastLength} characters.` })}
    >
      <Input
        type="password"
        autoComplete="new-password"
        autoFocus={isFirst}
        value={password}
        onChange={(_, { value }) => onPassword(value)}
      />
    </Field>
  )
}
