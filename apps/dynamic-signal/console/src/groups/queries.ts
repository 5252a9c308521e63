import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get } from '../api/request.ts'
import type { Group, GroupsPage } from '../api/types.ts'

export const pageSize = 50

export const groupsQuery = (search: string, page: number) =>
  queryOptions({
    queryKey: ['groups', search, page],
    queryFn: () => get<GroupsPage>('/groups', { search, startIndex: (page - 1) * pageSize + 1, count: pageSize }),
    placeholderData: keepPreviousData,
  })

/** A group with one page of its members. */
export const groupQuery = (id: string, page: number) =>
  queryOptions({
    queryKey: ['group', id, page],
    queryFn: () =>
      get<Group>(`/groups/${encodeURIComponent(id)}`, { startIndex: (page - 1) * pageSize + 1, count: pageSize }),
    placeholderData: keepPreviousData,
  })
