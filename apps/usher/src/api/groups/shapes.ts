import { z } from 'zod'
import type { GroupPlace } from '../../store/groups.ts'
import type { Shapes } from '../shape.ts'
import { person } from '../users/shapes.ts'

const some = z.strictObject({ members: z.array(z.string()) })
const place = z.strictObject({ name: z.string(), id: z.guid() })

export function placeText(one: GroupPlace): string {
  return Buffer.from(JSON.stringify(one)).toString('base64url')
}

/** Null when it is none of ours. */
export function placeOf(text: string): GroupPlace | null {
  try {
    return place.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    return null
  }
}

export const asksGroups = z.object({
  /** The next page: `next` of the one before. */
  after: z
    .string()
    .refine((text) => placeOf(text) !== null, 'is not the next of a page')
    .optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
})
const group = z.strictObject({
  id: z.string(),
  displayName: z.string(),
  description: z.string().nullable(),
  mailNickname: z.string().nullable(),
  mail: z.string().nullable(),
  securityEnabled: z.boolean(),
  members: z.number(),
})

/** Properties of a group; null clears. */
const given = z.record(z.string(), z.union([z.string(), z.boolean(), z.null()]))

export const groupShapes = {
  'GET /usher/groups': {
    asks: asksGroups,
    gives: z.strictObject({ groups: z.array(group), next: z.string().nullable() }),
  },
  'POST /usher/groups': {
    takes: z.intersection(z.object({ displayName: z.string() }), given),
    gives: group,
  },
  'GET /usher/groups/:group': { gives: group },
  'PATCH /usher/groups/:group': {
    takes: given,
    gives: z.strictObject({ group, result: z.enum(['updated', 'unchanged']) }),
  },
  'DELETE /usher/groups/:group': { gives: group },
  'GET /usher/groups/:group/members': {
    asks: z.object({ limit: z.int().optional() }),
    gives: z.strictObject({
      members: z.array(person),
      groups: z.array(z.strictObject({ id: z.string(), displayName: z.string() })),
    }),
  },
  'POST /usher/groups/:group/members': {
    takes: z.union([some, z.strictObject({ all: z.literal(true) })]),
    gives: z.strictObject({ added: z.number() }),
  },
  'POST /usher/groups/:group/members/remove': { takes: some, gives: z.strictObject({ removed: z.number() }) },
} satisfies Shapes
