import { z } from 'zod'
import { everyAction } from '../../graph/access/actions.ts'
import type { Shapes } from '../shape.ts'

const session = z.strictObject({
  name: z.string(),
  kind: z.enum(['user', 'app', 'machine']),
  id: z.string(),
  tenant: z.string(),
  directory: z.string().describe('The name of the directory.'),
  directories: z
    .array(z.strictObject({ id: z.string(), displayName: z.string(), defaultDomain: z.string() }))
    .describe('Every directory that the person may switch to, this one too.'),
  roles: z.array(z.string()),
  may: z.array(z.enum(everyAction)).describe('Actions that are allowed everywhere.'),
  owns: z.strictObject({
    applications: z.array(z.strictObject({ id: z.string(), displayName: z.string() })),
    may: z.array(z.enum(everyAction)).describe('Actions that are allowed with these.'),
  }),
  csrf: z.string().optional().describe('What changes with the cookie send along.'),
})

export const sessionShapes = {
  'GET /usher/session': { gives: session },
  'POST /usher/session/directory': {
    takes: z.object({ directory: z.string() }),
    gives: z.strictObject({ id: z.string(), displayName: z.string(), csrf: z.string() }),
  },
} satisfies Shapes
