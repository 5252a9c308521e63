import { z } from 'zod'
import type { Shapes } from '../shape.ts'

const key = z.strictObject({ id: z.string(), createdAt: z.string(), retiredAt: z.string().nullable() })
const about = z.strictObject({
  version: z.string(),
  license: z.string(),
  node: z.string(),
  store: z.strictObject({ kind: z.string(), version: z.string() }),
  address: z.string(),
  https: z.boolean(),
  several: z.boolean().describe('There are several directories.'),
  signingKeys: z.strictObject({ days: z.number(), keys: z.array(key) }),
})

const licensed = z.strictObject({
  name: z.string(),
  version: z.string(),
  license: z.string().nullable().describe('As its author names it, usually by SPDX; null: not named.'),
  where: z.array(z.enum(['browser', 'server'])),
  text: z.string().nullable().describe('Its licence and notices; null where it came without.'),
})

export const aboutShapes = {
  'GET /usher/about': { gives: about },
  'GET /usher/about/licenses': { gives: z.strictObject({ packages: z.array(licensed) }) },
} satisfies Shapes
