import type { ReactNode } from 'react'
import { Button } from '@fluentui/react-components'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { type DirectoryObject, isGroup, pageOf } from './directory.ts'

type Props = {
  readonly label: string
  readonly rows: readonly DirectoryObject[] | undefined
  readonly asked: { readonly error: Error | null; readonly refetch: () => unknown }
  /** Absent: whoever looks may not. */
  readonly onRemove?: ((one: DirectoryObject) => void) | undefined
  readonly empty: ReactNode
}

export function nameOf({ displayName, userPrincipalName, id }: DirectoryObject): string {
  return displayName ?? userPrincipalName ?? id
}

/** People and groups, each with a way to its page and out of here. */
export function MembersTable({ label, rows, asked, onRemove, empty }: Props) {
  const act: Column<DirectoryObject> = {
    id: 'act',
    title: 'Actions',
    width: '120px',
    show: (one) => (
      <Button size="small" aria-label={`Remove ${nameOf(one)}`} onClick={() => onRemove?.(one)}>
        Remove
      </Button>
    ),
  }
  return (
    <DataTable
      asked={asked}
      label={label}
      columns={[...columns, ...(onRemove === undefined ? [] : [act])]}
      rows={rows}
      keyOf={({ id }) => id}
      minWidth="560px"
      leastWidth="400px"
      empty={empty}
    />
  )
}

const columns: readonly Column<DirectoryObject>[] = [
  {
    id: 'name',
    title: 'Name',
    show: (one) => {
      const page = pageOf(one)
      return page === null ? nameOf(one) : <TextLink to={page}>{nameOf(one)}</TextLink>
    },
  },
  { id: 'type', title: 'Type', width: '100px', show: (one) => (isGroup(one) ? 'Group' : one.userPrincipalName === undefined ? 'Application' : 'User') }, // prettier-ignore
  { id: 'about', title: 'About', isRoomy: true, show: (one) => one.userPrincipalName ?? one.description ?? '' },
]
