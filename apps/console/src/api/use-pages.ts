import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type Given, type Gives, type Name, ask } from './ask.ts'

/** What answers page by page: `after` takes the `next` of the page before. */
export type PagedName = { [N in Name]: Gives<N> extends { readonly next: string | number | null } ? N : never }[Name]
type Parts = { readonly path?: object; readonly query?: Readonly<Record<string, unknown>> }

/**
 * A list of Usher's own that may be as long as it likes: a page of it, and more when somebody asks.
 *
 * `first`: the newest answer whole, with what else it says. `rows`: undefined while the first are on their way.
 */
export function usePages<N extends PagedName, Row>(
  name: N,
  given: Given<N>[0],
  rowsOf: (page: Gives<N>) => readonly Row[],
) {
  const parts = (given ?? {}) as Parts
  const { data, ...query } = useInfiniteQuery({
    queryKey: [name, parts, 'pages'],
    queryFn: ({ pageParam }) => {
      const query = pageParam === null ? parts.query : { ...parts.query, after: pageParam }
      return ask(name, ...([{ ...parts, query }] as unknown as Given<N>))
    },
    initialPageParam: null as string | number | null,
    getNextPageParam: (page) => (page as { readonly next: string | number | null }).next,
    placeholderData: keepPreviousData,
  })
  return { ...query, first: data?.pages[0], rows: data?.pages.flatMap((page) => rowsOf(page)) }
}
