import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { type Gives, ask } from './ask.ts'

type Lists = 'GET /v1.0/users' | 'GET /v1.0/groups'
type Page<Row> = { readonly value: readonly Row[]; readonly '@odata.nextLink'?: string }

/** One page of each of several questions to a list; `rows` undefined until all of them are there. */
export function useFound<N extends Lists>(name: N, questions: readonly object[]) {
  return useQueries({
    queries: questions.map((query) => ({
      queryKey: [name, { query }],
      queryFn: async () => (await ask<Lists>(name, { query })) as unknown as Page<Gives<N>>,
      placeholderData: keepPreviousData,
    })),
    combine: (all) => {
      const pages = all.flatMap(({ data }) => (data === undefined ? [] : [data]))
      return {
        rows: pages.length < all.length ? undefined : pages.flatMap(({ value }) => value),
        isMore: pages.some((page) => page['@odata.nextLink'] !== undefined),
        error: all.find(({ error }) => error !== null)?.error ?? null,
        refetch: () => Promise.all(all.map((one) => one.refetch())),
      }
    },
  })
}
