import { Avatar, makeStyles, tokens } from '@fluentui/react-components'
import { Link } from 'react-router'
import type { ListedUser } from '../api/types.ts'
import type { Column } from '@usher/parts/data-table.tsx'
import { When } from '@usher/parts/when.tsx'
import { StatusBadge } from './status-badge.tsx'

const useStyles = makeStyles({
  name: { display: 'flex', alignItems: 'center', gap: '10px', minWidth: 0 },
  link: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    textDecorationLine: 'none',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    borderRadius: tokens.borderRadiusSmall,
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-1px' },
  },
})

export const columns: readonly Column<ListedUser>[] = [
  { id: 'displayName', title: 'Name', isSortable: true, width: '28%', show: (user) => <Name user={user} /> },
  {
    id: 'userName',
    title: 'User name',
    isSortable: true,
    show: ({ userName }) => <span title={userName}>{userName}</span>,
  },
  { id: 'status', title: 'Status', width: '112px', show: (user) => <StatusBadge user={user} /> },
  {
    id: 'created',
    title: 'Created',
    isSortable: true,
    isRoomy: true,
    width: '124px',
    show: ({ created }) => <When time={created} as="day" />,
  },
  {
    id: 'lastModified',
    title: 'Last modified',
    isSortable: true,
    width: '188px',
    show: ({ lastModified }) => <When time={lastModified} />,
  },
]

function Name({ user }: { readonly user: ListedUser }) {
  const styles = useStyles()
  const name = user.displayName || user.userName
  return (
    <div className={styles.name}>
      <Avatar name={name} size={28} color={user.active ? 'colorful' : 'neutral'} aria-hidden />
      <Link to={`/users/${user.id}`} className={styles.link} title={name} onClick={(event) => event.stopPropagation()}>
        {name}
      </Link>
    </div>
  )
}
