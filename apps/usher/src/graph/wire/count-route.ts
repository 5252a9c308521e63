import type { Call, Route } from '../route.ts'
import { GraphFault } from './fault.ts'
import { countAnswer } from './short-list.ts'

type Counting = Omit<Route, 'method' | 'handle'> & { count(call: Call): Promise<number> }

/** `/$count` behind a list of directory objects, which needs `ConsistencyLevel: eventual` (graph-api.md 1.5). `path`: of the list. */
export function countRoute({ count, path, ...row }: Counting): Route {
  return {
    ...row,
    method: 'GET',
    path: `${path}/$count`,
    async handle(call) {
      if (!call.query.eventual)
        throw new GraphFault(
          'badRequest',
          '$count is not currently supported. Send the header ConsistencyLevel: eventual.',
        )
      return countAnswer(await count(call))
    },
  }
}
