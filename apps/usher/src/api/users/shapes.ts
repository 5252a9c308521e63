import { z } from 'zod'
import type { Shapes } from '../shape.ts'
import { forgetting, values } from './bodies.ts'

const user = z.looseObject({
  id: z.string(),
  userPrincipalName: z.string(),
  accountEnabled: z.boolean(),
  employeeId: z.string().nullable(),
  attributes: z.record(z.string(), z.unknown()),
  managerId: z.string().nullable(),
  deletedDateTime: z.string().nullable(),
})
const set = z.looseObject({ user, result: z.string() })
const forgotten = z.looseObject({
  person: z.string().optional(),
  accounts: z.array(z.string()).optional(),
  /** Places in settings that have their address, and keep it. */
  written: z.array(z.string()).optional(),
  would: z.record(z.string(), z.number()).optional(),
  receipt: z
    .looseObject({ person: z.string(), erased: z.record(z.string(), z.number()), written: z.array(z.string()) })
    .optional(),
})
const link = z.looseObject({ userPrincipalName: z.string(), link: z.string(), hours: z.number() })

export const userShapes = {
  'GET /usher/users/:who': { gives: user },
  'POST /usher/users': { takes: values, gives: set },
  'PATCH /usher/users/:who': { takes: values, gives: set },
  'DELETE /usher/users/:who': { gives: user },
  'POST /usher/users/:who/restore': { gives: user },
  'POST /usher/users/:who/purge': { gives: user },
  'POST /usher/users/:who/forget': { takes: forgetting, gives: forgotten },
  'POST /usher/users/:who/invitation': { gives: link },
  'POST /usher/administrators': { takes: z.strictObject({ userPrincipalName: z.string() }), gives: link },
} satisfies Shapes
