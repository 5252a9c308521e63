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

export const person = user
const named = z.strictObject({ userPrincipalName: z.string() })

export const userShapes = {
  'GET /usher/users': {
    asks: z.object({
      search: z.string().optional(),
      deleted: z.boolean().optional(),
      after: z.string().describe('The userPrincipalName that the page before ended with.').optional(),
      limit: z.int().optional(),
    }),
    gives: z.strictObject({ users: z.array(user), total: z.int() }),
  },
  'GET /usher/users/:who': { gives: user },
  'GET /usher/users/:who/attributes': {
    asks: z.object({
      reads: z
        .string()
        .describe('Attributes that are computed when they are asked for, separated by commas.')
        .optional(),
      app: z.string().optional(),
      job: z.string().optional(),
    }),
    gives: z.record(z.string(), z.unknown()),
  },
  'POST /usher/users/:who/sign-out': { gives: named },
  'DELETE /usher/users/:who/second-factor': { gives: named },
  'POST /usher/users': { takes: values, gives: set },
  'PATCH /usher/users/:who': { takes: values, gives: set },
  'DELETE /usher/users/:who': { gives: user },
  'POST /usher/users/:who/restore': { gives: user },
  'POST /usher/users/:who/purge': { gives: user },
  'POST /usher/users/:who/forget': { takes: forgetting, gives: forgotten },
  'POST /usher/users/:who/invitation': { gives: link },
  'POST /usher/administrators': { takes: z.strictObject({ userPrincipalName: z.string() }), gives: link },
} satisfies Shapes
