import { type ComponentType, createContext, use } from 'react'
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'

/** How a sentence of the service is written: as it is, unless a console knows more of what it names. */
export const Sentence = createContext<ComponentType<{ readonly text: string }>>(({ text }) => text)

type Props = { readonly error: Error | null; readonly again?: () => unknown }

/** The sentence of what went wrong, and a way to try again. Nothing when nothing did. */
export function Failed({ error, again }: Props) {
  const Written = use(Sentence)
  if (error === null) return null
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <Written text={error.message} />
      </MessageBarBody>
      {again !== undefined && (
        <MessageBarActions>
          <Button onClick={() => void again()}>Try again</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}
