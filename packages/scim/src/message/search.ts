import type { Attributes } from '../resource.ts'
import { compileFilter } from '../filter/evaluate.ts'
import { lenient } from '../rules.ts'
import type { Rules } from '../rules.ts'
import { project } from '../schema/project.ts'
import type { ResourceType } from '../schema/resource-type.ts'
import { listResponse } from './list-response.ts'
import type { Query } from './query.ts'
import { compareBy, sortable } from './sort.ts'

/**
 * Answers a query from resources that are at hand: filtered, sorted, one page of them, with the attributes asked for.
 *
 * For a service that keeps everything in memory, and for trying things out; a database does better with `filterToSql`.
 * Pages are by index, since a cursor needs a secret. Throws 400 `invalidFilter`.
 *
 * @example
 * search(userType, people.map(({ id, ...person }) => represent(userType, person, { id, baseUrl })), query)
 */
export function search(
  type: ResourceType,
  resources: Iterable<Attributes>,
  { filter, sort, page, projection }: Query,
  rules: Rules = lenient,
): Attributes {
  const matches = filter === null ? () => true : compileFilter(filter, type, rules)
  const found = [...resources].filter(matches)
  const by = sort === null ? undefined : sortable(type, sort.path)
  const sorted = by === undefined || sort === null ? found : found.toSorted(compareBy(by, sort.descending))
  const startIndex = page.kind === 'index' ? page.startIndex : 1
  const shown = sorted.slice(startIndex - 1, startIndex - 1 + page.count)
  return listResponse({
    resources: shown.map((resource) => project(type, resource, projection)),
    totalResults: found.length,
    startIndex,
  })
}
