import { z } from 'zod'
import { asksJob } from '../jobs/shapes.ts'
import type { Shapes } from '../shape.ts'

const object = z.enum(['User', 'Group']).default('User')
export const expressionBody = z.strictObject({
  expression: z.string().max(20_000),
  object,
  scope: z.boolean().default(false).describe('It is a scoping expression, which may read more.'),
  who: z.string().min(1).optional().describe('Whom it is tried on.'),
})
export const scopeBody = z.strictObject({
  schema: z
    .unknown()
    .optional()
    .describe('Mappings and filters that need not be saved; without them those of the job.'),
  object,
})
export const whyBody = z.strictObject({ schema: z.unknown().optional(), who: z.string().min(1) })

const finding = z.looseObject({ severity: z.enum(['error', 'warning']), at: z.string(), message: z.string() })
const report = { findings: z.array(finding), errors: z.int(), warnings: z.int() }
const version = z.strictObject({ version: z.int(), at: z.string().nullable(), actor: z.string().nullable() })
const gave = z.looseObject({
  kind: z.enum(['value', 'ignore', 'error', 'redacted', 'unfinished', 'notEvaluated']),
  value: z.unknown().optional(),
  what: z.string().optional(),
  message: z.string().optional(),
})
const place = { offset: z.int(), line: z.int(), column: z.int() }
const tried = z.strictObject({
  findings: z.array(z.strictObject({ severity: z.enum(['error', 'warning']), message: z.string(), ...place })),
  canonical: z.string().nullable(),
  result: z
    .strictObject({
      name: z.string(),
      gave,
      parts: z.array(z.strictObject({ text: z.string(), at: z.int(), depth: z.int(), gave })),
    })
    .nullable(),
})
const check = z.strictObject({
  name: z.string(),
  passed: z.boolean(),
  expected: z.string().nullable(),
  actual: z.unknown(),
  problem: z.string().nullable(),
  decides: z.boolean(),
})
const functionRow = z.strictObject({
  name: z.string(),
  family: z.string(),
  syntax: z.string(),
  summary: z.string(),
  gives: z.string(),
  parameters: z.array(z.strictObject({ name: z.string(), isOptional: z.boolean(), repeats: z.boolean() })),
  examples: z.array(z.strictObject({ expression: z.string(), result: z.string() })),
  knownFrom: z.string().nullable(),
})
const operator = z.strictObject({
  name: z.string(),
  arity: z.enum(['Unary', 'Binary']),
  types: z.array(z.string()),
  summary: z.string(),
})

export const schemaShapes = {
  'GET /usher/language': {
    gives: z.strictObject({
      functions: z.array(functionRow),
      keywords: z.array(z.string()),
      operators: z.array(operator),
    }),
  },
  'GET /usher/apps/:app/schema': { asks: asksJob, gives: z.looseObject({}) },
  'PUT /usher/apps/:app/schema': {
    asks: asksJob,
    takes: z.looseObject({}),
    gives: z.looseObject({ ...report, saved: z.boolean(), runs: z.boolean().optional() }),
  },
  'GET /usher/apps/:app/schema/default': { asks: asksJob, gives: z.looseObject({}) },
  'POST /usher/apps/:app/schema/check': {
    asks: asksJob,
    takes: z.looseObject({}),
    gives: z.strictObject(report),
  },
  'POST /usher/apps/:app/schema/restore': { asks: asksJob, gives: z.strictObject({ saved: z.boolean() }) },
  'POST /usher/apps/:app/schema/plan': {
    asks: asksJob.extend({ who: z.string().optional(), limit: z.int().optional() }),
    takes: z.looseObject({}),
  },
  'POST /usher/apps/:app/schema/expression': { asks: asksJob, takes: expressionBody, gives: tried },
  'POST /usher/apps/:app/schema/scope': { asks: asksJob, takes: scopeBody },
  'POST /usher/apps/:app/schema/scope/why': {
    asks: asksJob,
    takes: whyBody,
    gives: z.strictObject({ name: z.string(), inScope: z.boolean(), says: z.string(), checks: z.array(check) }),
  },
  'GET /usher/apps/:app/schema/versions': {
    asks: asksJob,
    gives: z.strictObject({ current: version, earlier: z.array(version) }),
  },
  'GET /usher/apps/:app/schema/versions/:version': { asks: asksJob, gives: z.looseObject({}) },
} satisfies Shapes
