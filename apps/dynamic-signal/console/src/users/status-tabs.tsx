import { Badge, Tab, TabList } from '@fluentui/react-components'
import type { Counts } from '../api/types.ts'
import type { Status } from './queries.ts'

const titles: readonly { readonly status: Status; readonly title: string }[] = [
  { status: 'all', title: 'All' },
  { status: 'active', title: 'Active' },
  { status: 'inactive', title: 'Inactive' },
  { status: 'archived', title: 'Archived' },
]

type Props = {
  readonly status: Status
  readonly counts: Counts | undefined
  readonly onStatus: (status: Status) => void
}

export function StatusTabs({ status, counts, onStatus }: Props) {
  return (
    <TabList
      size="small"
      selectedValue={status}
      aria-label="Status"
      onTabSelect={(_, { value }) => onStatus(value as Status)}
    >
      {titles.map(({ status: value, title }) => (
        <Tab key={value} value={value}>
          {title}{' '}
          {counts !== undefined && (
            <Badge size="small" appearance="tint" color={value === status ? 'brand' : 'informative'}>
              {counts[value].toLocaleString('en')}
            </Badge>
          )}
        </Tab>
      ))}
    </TabList>
  )
}
