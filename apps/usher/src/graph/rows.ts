/** Every operation of the Graph, by noun. */
import { organizationRoutes } from './organization/routes.ts'
import type { Route } from './route.ts'

export const rows: readonly Route[] = [...organizationRoutes]

/** The names of segments as they are spelled here, by their lower case. */
export const knownSegments: ReadonlyMap<string, string> = new Map(
  rows
    .flatMap(({ path }) => path.split('/'))
    .filter((segment) => segment !== '' && !segment.startsWith(':'))
    .map((segment) => [segment.toLowerCase(), segment]),
)
