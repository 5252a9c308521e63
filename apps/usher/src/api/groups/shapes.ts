import { z } from 'zod'
import type { Shapes } from '../shape.ts'

const some = z.strictObject({ members: z.array(z.string()) })
export const groupShapes = {
  'POST /usher/groups/:group/members': {
    takes: z.union([some, z.strictObject({ all: z.literal(true) })]),
    gives: z.strictObject({ added: z.number() }),
  },
  'POST /usher/groups/:group/members/remove': { takes: some, gives: z.strictObject({ removed: z.number() }) },
} satisfies Shapes
