import { useState } from 'react'
import { Button, Input, makeStyles, tokens } from '@fluentui/react-components'
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark'
import { CopyRegular } from '@fluentui/react-icons/svg/copy'
import { useNotify } from './use-notify.tsx'

const useStyles = makeStyles({
  field: { display: 'flex', gap: '8px', alignItems: 'center', minWidth: 0 },
  input: { flex: '1 1 auto', minWidth: 0, '& input': { fontFamily: tokens.fontFamilyMonospace } },
})

type ButtonProps = {
  readonly text: string
  /** What is copied, for the button's name: "Copy the SCIM API URL". */
  readonly what: string
  readonly label?: string
  readonly appearance?: 'secondary' | 'subtle' | 'primary'
  readonly size?: 'small' | 'medium'
}

export function CopyButton({ text, what, label, appearance = 'secondary', size = 'medium' }: ButtonProps) {
  const [isCopied, setCopied] = useState(false)
  const notify = useNotify()
  const copy = async (): Promise<void> => {
    if (!(await copied(text))) return notify('error', 'The browser does not allow copying. Select the text instead.')
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  return (
    <Button
      appearance={appearance}
      size={size}
      icon={isCopied ? <CheckmarkRegular /> : <CopyRegular />}
      aria-label={isCopied ? `Copied ${what}` : `Copy ${what}`}
      onClick={() => void copy()}
    >
      {label !== undefined && (isCopied ? 'Copied' : label)}
    </Button>
  )
}

type FieldProps = { readonly text: string; readonly what: string; readonly id?: string }

/** A text to be taken elsewhere: selected as soon as it has the focus, with a button that copies it. */
export function CopyField({ text, what, ...rest }: FieldProps) {
  const styles = useStyles()
  return (
    <div className={styles.field}>
      <Input
        {...rest}
        className={styles.input}
        readOnly
        value={text}
        aria-label={what}
        spellCheck={false}
        onFocus={({ target }) => target.select()}
      />
      <CopyButton text={text} what={what} label="Copy" />
    </div>
  )
}

/** Browsers offer the clipboard to https and this machine only; elsewhere there is the old way. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copiedFromSelection(text)
  }
}

function copiedFromSelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  area.style.opacity = '0'
  const dialog = document.activeElement?.closest('[role=dialog]') ?? document.body // which keeps the focus within
  dialog.append(area)
  area.select()
  const isDone = document.execCommand('copy') // oxlint-disable-line typescript/no-deprecated -- nothing else works there
  area.remove()
  return isDone
}
