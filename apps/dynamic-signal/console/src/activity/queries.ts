import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get } from '../api/request.ts'
import type { EntriesPage } from '../api/types.ts'

export type ActivityAsk = {
  readonly method: string
  readonly status: string
  readonly by: string
  readonly search: string
  /** Entries older than this one. */
  readonly before: string
}

export const activityQuery = (ask: ActivityAsk) =>
  queryOptions({
    queryKey: ['activity', ask],
    queryFn: () => get<EntriesPage>('/activity', { limit: 50, ...ask }),
    placeholderData: keepPreviousData,
  })
