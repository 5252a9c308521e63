import { queryOptions } from '@tanstack/react-query'
import { get } from '../api/request.ts'
import type { Addresses, Client, Token } from '../api/types.ts'

export const addressesQuery = queryOptions({
  queryKey: ['scim'],
  queryFn: () => get<Addresses>('/scim'),
  staleTime: 300_000,
})

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: () => get<{ readonly tokens: readonly Token[] }>('/tokens'),
})

export const clientsQuery = queryOptions({
  queryKey: ['clients'],
  queryFn: () => get<{ readonly clients: readonly Client[] }>('/clients'),
})
