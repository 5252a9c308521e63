import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'

type Props = { readonly error: Error | null; readonly again?: () => unknown }

/** The sentence of what went wrong, and a way to try again. Nothing when nothing did. */
export function Failed({ error, again }: Props) {
  if (error === null) return null
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>{error.message}</MessageBarBody>
      {again !== undefined && (
        <MessageBarActions>
          <Button onClick={() => void again()}>Try again</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}
