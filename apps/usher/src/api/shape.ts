import type { z } from 'zod'

export type Shape = {
  /** Of the query, a member each. */
  readonly asks?: z.ZodObject
  readonly takes?: z.ZodType
  /** Absent: lines, a file, or nothing that anybody reads. */
  readonly gives?: z.ZodType
}
/** By route, as it stands in `usherRules`. */
export type Shapes = Readonly<Record<`${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /usher/${string}`, Shape>>
