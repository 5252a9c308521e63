import { type UseQueryResult, keepPreviousData, useQuery } from '@tanstack/react-query'
import { type Given, type Gives, type Name, ask } from './ask.ts'

/** An answer of the service, kept under the name of the operation: `refresh: ['GET /usher/apps']` asks again. */
export function useAsk<N extends Name>(name: N, ...given: Given<N>): UseQueryResult<Gives<N>> {
  return useQuery({
    queryKey: [name, given[0] ?? {}],
    queryFn: () => ask(name, ...given),
    placeholderData: keepPreviousData, // while a search goes on, what was found before stays
  })
}

/** The same, as soon as what it needs is known. */
export function useAskIf<N extends Name>(known: boolean, name: N, ...given: Given<N>): UseQueryResult<Gives<N>> {
  return useQuery({ queryKey: [name, given[0] ?? {}], queryFn: () => ask(name, ...given), enabled: known })
}

const often = 10_000

/** The same, asked again every ten seconds while the page is looked at. */
export function useAskOften<N extends Name>(name: N, ...given: Given<N>): UseQueryResult<Gives<N>> {
  return useQuery({
    queryKey: [name, given[0] ?? {}],
    queryFn: () => ask(name, ...given),
    refetchInterval: often,
  })
}
