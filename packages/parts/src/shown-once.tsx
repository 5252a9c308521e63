import type { ReactNode } from 'react'
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  MessageBar,
  MessageBarBody,
  makeStyles,
} from '@fluentui/react-components'
import { CopyField } from './copy.tsx'
import { useFocusReturn } from './use-focus-return.ts'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '16px', paddingTop: '4px', paddingBottom: '4px' },
})

type Props = {
  readonly title: string
  readonly fields: readonly { readonly label: string; readonly text: string }[]
  readonly children?: ReactNode
  readonly onClose: () => void
}

/** A secret, for the only time it can be seen. A click beside the dialog does not close it. */
export function ShownOnce({ title, fields, children, onClose }: Props) {
  const styles = useStyles()
  useFocusReturn()
  return (
    <Dialog open modalType="alert" onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>Copy it now. It is not shown again: only a hash of it is stored.</MessageBarBody>
            </MessageBar>
            {fields.map(({ label, text }) => (
              <Field key={label} label={label}>
                <CopyField text={text} what={label} />
              </Field>
            ))}
            {children}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              Done
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
