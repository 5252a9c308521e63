import type { SyntheticEvent, ReactNode } from 'react'
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Spinner,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import { Failed } from './failed.tsx'
import { useFocusReturn } from './use-focus-return.ts'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '16px', paddingTop: '4px', paddingBottom: '12px' },
  verb: { whiteSpace: 'nowrap' },
  danger: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': {
      backgroundColor: tokens.colorStatusDangerBackground3Hover,
      color: tokens.colorNeutralForegroundOnBrand,
    },
    ':hover:active': {
      backgroundColor: tokens.colorStatusDangerBackground3Pressed,
      color: tokens.colorNeutralForegroundOnBrand,
    },
  },
})

type Props = {
  readonly title: string
  readonly children: ReactNode
  /** The verb on the button. */
  readonly verb: string
  readonly isDangerous?: boolean
  readonly isReady?: boolean
  readonly isPending: boolean
  readonly error: Error | null
  readonly onYes: () => void
  readonly onClose: () => void
}

/** A dialog that asks for something, or whether. It stays open until the service has said yes. */
export function Ask(props: Props) {
  const styles = useStyles()
  const { title, children, verb, isDangerous = false, isReady = true, isPending, error, onYes, onClose } = props
  useFocusReturn()
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    event.stopPropagation()
    if (isReady && !isPending) onYes()
  }
  return (
    <Dialog open modalType={isDangerous ? 'alert' : 'modal'} onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface aria-describedby={undefined}>
        <form onSubmit={submit} noValidate>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles.content}>
              {children}
              <Failed error={error} />
            </DialogContent>
            <DialogActions>
              <Button type="button" onClick={onClose}>
                Cancel
              </Button>
              <Button
                type="submit"
                appearance="primary"
                className={mergeClasses(styles.verb, isDangerous && isReady && !isPending && styles.danger)}
                disabledFocusable={!isReady || isPending}
                icon={isPending ? <Spinner size="tiny" /> : null}
              >
                {verb}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
