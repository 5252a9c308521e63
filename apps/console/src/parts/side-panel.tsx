import type { ReactNode } from 'react'
import { Button, Drawer, DrawerBody, DrawerHeader, DrawerHeaderTitle, makeStyles } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useFocusReturn } from '@usher/parts/use-focus-return.ts'

const useStyles = makeStyles({
  panel: { width: 'min(840px, 100vw)' },
  body: { display: 'flex', flexDirection: 'column', gap: '16px', paddingBottom: '24px', '> *': { flexShrink: 0 } },
})

type Props = { readonly title: string; readonly onClose: () => void; readonly children: ReactNode }

/** One of a list with all that is known of it, beside the list. */
export function SidePanel({ title, onClose, children }: Props) {
  const styles = useStyles()
  useFocusReturn()
  return (
    <Drawer open position="end" className={styles.panel} onOpenChange={(_, { open }) => !open && onClose()}>
      <DrawerHeader>
        <DrawerHeaderTitle
          action={<Button appearance="subtle" aria-label="Close" icon={<DismissRegular />} onClick={onClose} />}
        >
          {title}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>{children}</DrawerBody>
    </Drawer>
  )
}
