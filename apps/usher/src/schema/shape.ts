/** The shape of a synchronization schema where it enters (graph-api.md sections 7.7 to 7.13); what it means is checked after. */
import type { SynchronizationSchema } from '@usher/engine'
import { z } from 'zod'
import { faultOf } from '../fault.ts'

const name = z.string().min(1)
const list = <T extends z.ZodType>(of: T) => z.array(of).nullish()
const pair = z.looseObject({ key: z.string(), value: z.unknown() })
const metadata = list(pair)

const attribute = z.looseObject({
  name,
  type: z.string(),
  anchor: z.boolean().nullish(),
  required: z.boolean().nullish(),
  multivalued: z.boolean().nullish(),
  caseExact: z.boolean().nullish(),
  mutability: z.string().nullish(),
  defaultValue: z.string().nullish(),
  flowNullValues: z.boolean().nullish(),
  referencedObjects: list(
    z.looseObject({ referencedObjectName: z.string(), referencedProperty: z.string().nullish() }),
  ),
  metadata,
})
const directory = z.looseObject({
  name,
  objects: z.array(z.looseObject({ name, attributes: z.array(attribute), metadata })),
})

const source: z.ZodType = z.looseObject({
  expression: z.string().nullish(),
  type: z.enum(['Attribute', 'Constant', 'Function']).nullish(),
  name: z.string().nullish(),
  parameters: list(z.looseObject({ key: z.string(), value: z.lazy(() => source) })),
})
const attributeMapping = z.looseObject({
  targetAttributeName: name,
  source: source.nullish(),
  defaultValue: z.string().nullish(),
  matchingPriority: z.int(),
  flowType: z.string(),
  flowBehavior: z.string().nullish(),
  exportMissingReferences: z.boolean().nullish(),
  usher: z.looseObject({ nullPolicy: z.string().optional() }).nullish(),
})

const clause = z.looseObject({
  sourceOperandName: name,
  operatorName: name,
  targetOperand: z.looseObject({ values: z.array(z.string()) }).nullish(),
})
const groups = z.array(z.looseObject({ name: z.string().nullish(), clauses: z.array(clause) }))
const filter = z.looseObject({
  groups,
  inputFilterGroups: groups.nullish(),
  categoryFilterGroups: groups.nullish(),
})

const additions = z.looseObject({
  scopingExpressions: z.array(z.looseObject({ name: z.string(), expression: z.string() })).optional(),
  matching: z
    .array(
      z.looseObject({
        matchingPriority: z.int(),
        all: z.array(z.looseObject({ targetAttributeName: name, expression: z.string() })),
      }),
    )
    .optional(),
})
const objectMapping = z.looseObject({
  name,
  enabled: z.boolean(),
  flowTypes: z.string(),
  sourceObjectName: name,
  targetObjectName: name,
  scope: filter.nullish(),
  attributeMappings: z.array(attributeMapping),
  usher: additions.nullish(),
  metadata,
})
const schema = z.looseObject({
  directories: z.array(directory),
  synchronizationRules: z.array(
    z.looseObject({
      id: z.string(),
      name,
      priority: z.int(),
      sourceDirectoryName: name,
      targetDirectoryName: name,
      objectMappings: z.array(objectMapping),
      metadata,
    }),
  ),
})

/** A schema, or what is wrong with its shape: a JSON Pointer and a sentence for each fault. The value stays as it is. */
export function shapeOf(
  value: unknown,
): { readonly schema: SynchronizationSchema } | { readonly faults: readonly { at: string; message: string }[] } {
  const parsed = schema.safeParse(value)
  if (parsed.success) return { schema: value as SynchronizationSchema }
  return { faults: parsed.error.issues.map((issue) => ({ at: `/${issue.path.join('/')}`, message: faultOf(issue) })) }
}
