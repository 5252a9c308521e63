import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get } from '../api/request.ts'
import type { User, UsersPage } from '../api/types.ts'

export type Status = 'all' | 'active' | 'inactive' | 'archived'

export type UsersAsk = {
  readonly search: string
  readonly status: Status
  readonly page: number
  readonly sortBy: string
  readonly sortOrder: string
}

export const pageSize = 50

export const usersQuery = (ask: UsersAsk) =>
  queryOptions({
    queryKey: ['users', ask],
    queryFn: () =>
      get<UsersPage>('/users', {
        search: ask.search,
        status: ask.status === 'all' ? undefined : ask.status,
        startIndex: (ask.page - 1) * pageSize + 1,
        count: pageSize,
        sortBy: ask.sortBy,
        sortOrder: ask.sortOrder,
      }),
    placeholderData: keepPreviousData, // the rows stay until the next page is there
  })

export const userQuery = (id: string) =>
  queryOptions({ queryKey: ['user', id], queryFn: () => get<User>(`/users/${encodeURIComponent(id)}`) })
