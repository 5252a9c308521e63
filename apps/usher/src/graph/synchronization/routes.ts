/** Synchronization: the same under an enterprise application and under its registration (graph-api.md 6). */
import type { Route } from '../route.ts'
import { demandRoutes } from './demand-routes.ts'
import { jobRoutes } from './job-routes.ts'
import { trees } from './place.ts'
import { schemaRoutes } from './schema-routes.ts'
import { secretRoutes } from './secret-routes.ts'
import { uploadRoutes } from './upload-routes.ts'
import { validateRoutes } from './validate-routes.ts'

export const synchronizationRoutes: readonly Route[] = trees.flatMap((tree) => [
  ...secretRoutes(tree),
  ...jobRoutes(tree),
  ...validateRoutes(tree),
  ...schemaRoutes(tree),
  ...demandRoutes(tree),
  ...uploadRoutes(tree),
])
