/** The body of bulkUpload: a SCIM BulkRequest in which everything is POST /Users (engine.md AP-4, graph-api.md 6.7). */
import { urns, type Attributes } from '@usher/scim'
import { z } from 'zod'

/** One person as they were sent. */
export type UploadOperation = { readonly bulkId: string | null; readonly data: Attributes }

/** A person is no tree: attribute, value of it, part of the value. */
const deepest = 8

const operation = z.object({
  method: z.string().regex(/^post$/i, 'is always POST'),
  bulkId: z.string().max(200).nullish(),
  path: z.string().regex(/^\/Users\/?$/i, 'is always /Users'),
  data: z.record(z.string(), z.unknown()).refine((data) => isShallow(data, deepest), 'is nested too deeply'),
})

/** `most`: operations in one body. */
export function uploadBody(most: number) {
  return z.object({
    schemas: z
      .array(z.string())
      .refine(
        (list) => list.some((one) => one.toLowerCase() === urns.bulkRequest.toLowerCase()),
        `must name ${urns.bulkRequest}`,
      ),
    Operations: z
      .array(operation)
      .refine(({ length }) => length > 0 && length <= most, `must have 1 to ${most} operations`),
    failOnErrors: z.number().nullish(),
  })
}

export function operationsOf({ Operations }: z.infer<ReturnType<typeof uploadBody>>): readonly UploadOperation[] {
  return Operations.map(({ bulkId, data }) => ({ bulkId: bulkId ?? null, data: data as Attributes }))
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((one) => isShallow(one, levels - 1))
}
