import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { SignOutRegular } from '@fluentui/react-icons/svg/sign-out'
import { signOut, useSession } from '../api/session.ts'

const useStyles = makeStyles({
  words: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-end',
    minWidth: 0,
    padding: '0 4px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  line: { maxWidth: '260px', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  roles: { color: tokens.colorNeutralForeground3 },
})

/** Who is signed in, as what, and the way out. */
export function Person() {
  const styles = useStyles()
  const { name, roles, csrf = '' } = useSession()
  const role = roles.length === 0 ? 'No administrator role' : roles.join(', ')
  return (
    <>
      <div className={styles.words} role="group" aria-label="Signed in">
        <span className={styles.line} title={name}>
          {name}
        </span>
        <span className={mergeClasses(styles.line, styles.roles)} title={role}>
          {role}
        </span>
      </div>
      <Button
        appearance="subtle"
        icon={<SignOutRegular />}
        aria-label="Sign out"
        title="Sign out"
        onClick={() => void signOut(csrf)}
      />
    </>
  )
}
