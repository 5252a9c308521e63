import type { ReactNode } from 'react'
import {
  Avatar,
  Button,
  Menu,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
} from '@fluentui/react-components'
import { SignOutRegular } from '@fluentui/react-icons/svg/sign-out'

const useStyles = makeStyles({
  who: { maxWidth: '260px' },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', maxWidth: '180px' },
})

type AccountProps = {
  readonly name: string
  /** What they are: roles. */
  readonly about: ReactNode
  readonly onSignOut: () => void
}

/** Who is signed in, and the way out. */
export function Account({ name, about, onSignOut }: AccountProps) {
  const styles = useStyles()
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button
          className={styles.who}
          appearance="subtle"
          aria-label={`Account ${name}`}
          icon={<Avatar name={name} size={28} color="colorful" aria-hidden />}
        >
          <span className={styles.name}>{name}</span>
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{about}</MenuGroupHeader>
            <MenuItem icon={<SignOutRegular />} onClick={onSignOut}>
              Sign out
            </MenuItem>
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
