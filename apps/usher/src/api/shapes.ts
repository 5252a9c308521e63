/** What Usher's own routes take and give, one row each. OpenAPI and the types of the admin center are printed from it. */
import { accountShapes } from './accounts/shapes.ts'
import { aboutShapes } from './about/shapes.ts'
import { applicationShapes } from './applications/shapes.ts'
import { groupShapes } from './groups/shapes.ts'
import { galleryShapes } from './gallery/shapes.ts'
import { importShapes } from './imports/shapes.ts'
import { insightShapes } from './insights/shapes.ts'
import { heldShapes } from './jobs/held-shapes.ts'
import { jobShapes } from './jobs/shapes.ts'
import { logShapes } from './log/shapes.ts'
import { objectConnectionShapes } from './object-connections/shapes.ts'
import { reviewShapes } from './plans/shapes.ts'
import { whyShapes } from './jobs/why-shapes.ts'
import type { Shapes } from './shape.ts'
import { schemaShapes } from './schema/shapes.ts'
import { sessionShapes } from './sign-in/shapes.ts'
import { supposeShapes } from './suppose/shapes.ts'
import { tellingShapes } from './telling/shapes.ts'
import { tenantShapes } from './tenant/shapes.ts'
import { userShapes } from './users/shapes.ts'

/** A route without a row works all the same; it is only not described. */
export const shapes: Shapes = {
  ...sessionShapes,
  ...tenantShapes,
  ...galleryShapes,
  ...applicationShapes,
  ...jobShapes,
  ...heldShapes,
  ...schemaShapes,
  ...reviewShapes,
  ...accountShapes,
  ...objectConnectionShapes,
  ...logShapes,
  ...insightShapes,
  ...importShapes,
  ...whyShapes,
  ...supposeShapes,
  ...userShapes,
  ...groupShapes,
  ...tellingShapes,
  ...aboutShapes,
}
