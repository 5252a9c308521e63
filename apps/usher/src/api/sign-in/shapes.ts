import { z } from 'zod'
import { everyAction } from '../../graph/access/actions.ts'
import { matches } from '../../store/sign-in-providers.ts'
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

const provider = z.looseObject({
  configured: z.boolean().optional(),
  displayName: z.string().optional(),
  issuer: z.string().optional(),
  clientId: z.string().optional(),
  match: z.enum(matches).optional(),
  hasSecret: z.boolean().optional(),
})

export const sessionShapes = {
  'GET /usher/sign-in-provider': { gives: provider },
  'PUT /usher/sign-in-provider': {
    takes: z.strictObject({
      displayName: z.string().optional(),
      issuer: z.string(),
      clientId: z.string(),
      clientSecret: z.string().optional().describe('Left out: the one that is there stays, with the same issuer.'),
      match: z.enum(matches).optional(),
    }),
    gives: provider,
  },
  'DELETE /usher/sign-in-provider': { gives: provider },
  'PUT /usher/sign-in-provider/links': {
    takes: z.strictObject({ who: z.string(), subject: z.string() }),
    gives: z.strictObject({ userPrincipalName: z.string(), subject: z.string() }),
  },
  'POST /usher/sign-in-provider/test': { gives: z.strictObject({ ok: z.boolean(), message: z.string() }) },
  'POST /usher/keys/rotate': {
    takes: z.strictObject({ forget: z.boolean().optional() }),
    gives: z.strictObject({ kid: z.string(), forget: z.boolean() }),
  },
  'POST /usher/keys/encryption/rotate': {
    takes: z.strictObject({ newKey: z.boolean().optional() }),
    gives: z.strictObject({ newKey: z.boolean(), secrets: z.number() }),
  },
  'GET /usher/directories': {
    gives: z.strictObject({
      directories: z.array(z.looseObject({ id: z.string(), displayName: z.string(), defaultDomain: z.string() })),
    }),
  },
  'POST /usher/directories': {
    takes: z.strictObject({ displayName: z.string(), defaultDomain: z.string().optional() }),
    gives: z.looseObject({
      id: z.string(),
      displayName: z.string(),
      link: z.string().optional(),
      hours: z.number().optional(),
    }),
  },
  'DELETE /usher/directories/:directory': {
    takes: z.strictObject({ yes: z.boolean().optional() }).optional(),
    gives: z.looseObject({ displayName: z.string(), lost: z.record(z.string(), z.number()), removed: z.boolean() }),
  },
  'POST /usher/directories/:directory/guests': {
    takes: z.strictObject({
      userPrincipalName: z.string(),
      from: z.string().optional(),
      administrator: z.boolean().optional(),
    }),
    gives: z.strictObject({ id: z.string(), userPrincipalName: z.string(), directory: z.string(), home: z.string() }),
  },
  'POST /usher/session/password': {
    takes: z.strictObject({ current: z.string(), password: z.string() }),
    gives: z.strictObject({ changed: z.boolean() }),
  },
  'POST /usher/session/second-factor': {
    takes: z.strictObject({ current: z.string() }),
    gives: z.strictObject({ secret: z.string(), uri: z.string(), proof: z.string() }),
  },
  'PUT /usher/session/second-factor': {
    takes: z.strictObject({ proof: z.string(), code: z.string() }),
    gives: z.strictObject({ registered: z.boolean() }),
  },
  'POST /usher/session/second-factor/remove': {
    takes: z.strictObject({ current: z.string() }),
    gives: z.strictObject({ registered: z.boolean() }),
  },
  'GET /usher/session': { gives: session },
  'POST /usher/session/directory': {
    takes: z.object({ directory: z.string() }),
    gives: z.strictObject({ id: z.string(), displayName: z.string(), csrf: z.string() }),
  },
} satisfies Shapes
