import { useInfiniteQuery } from '@tanstack/react-query'
import { type Given, type Gives, type Name, ask } from './ask.ts'

/** What lists in the Graph; the document says of each what one of its rows is. */
export type ListName = Extract<Name, `GET /v1.0/${string}`>
type Page<Row> = { readonly value: readonly Row[]; readonly '@odata.nextLink'?: string }

/**
 * A list that may be as long as it likes: a page of it, and more when somebody asks.
 *
 * `rows`: undefined while the first are on their way. Refreshed by its name, as what `useAsk` asks.
 */
export function useList<N extends ListName>(name: N, ...given: Given<N>) {
  const { data, ...query } = useInfiniteQuery({
    queryKey: [name, given[0] ?? {}, 'list'],
    queryFn: async ({ pageParam }) =>
      (pageParam === null ? await ask(name, ...given) : await next(pageParam)) as Page<Gives<N>>,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page['@odata.nextLink'] ?? null,
    placeholderData: (before) => before,
  })
  return { ...query, rows: data?.pages.flatMap(({ value }) => value) }
}

/** The link of the service says how it is reached from elsewhere; here it is this very host. */
function next(link: string): Promise<unknown> {
  const { pathname, search } = new URL(link)
  return ask(`GET ${pathname}${search}` as 'GET /v1.0/users')
}
