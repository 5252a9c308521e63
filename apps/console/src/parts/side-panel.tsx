import type { ReactNode } from 'react'
import {
  Button,
  Drawer,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  mergeClasses,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useFocusReturn } from '@usher/parts/use-focus-return.ts'

const useStyles = makeStyles({
  wide: { width: 'min(840px, 100vw)' },
  body: { display: 'flex', flexDirection: 'column', gap: '16px', paddingBottom: '24px', '> *': { flexShrink: 0 } },
})

type Props = {
  readonly title: ReactNode
  readonly size?: 'medium' | 'large'
  /** What can be done, below what scrolls. */
  readonly foot?: ReactNode
  /** A click beside it or Escape does not close it: what somebody has changed is not lost by a slip of the hand. */
  readonly isKept?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** One of a list with all that is known of it, or something that is made, beside the page. */
export function SidePanel({ title, size, foot, isKept = false, onClose, children }: Props) {
  const styles = useStyles()
  useFocusReturn()
  return (
    <Drawer
      open
      position="end"
      {...(size !== undefined && { size })}
      className={mergeClasses(size === undefined && styles.wide)}
      onOpenChange={(_, { open }) => !open && !isKept && onClose()}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={<Button appearance="subtle" aria-label="Close" icon={<DismissRegular />} onClick={onClose} />}
        >
          {title}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>{children}</DrawerBody>
      {foot !== undefined && <DrawerFooter>{foot}</DrawerFooter>}
    </Drawer>
  )
}
