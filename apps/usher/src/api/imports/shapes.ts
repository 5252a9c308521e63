import { z } from 'zod'
import type { Shapes } from '../shape.ts'

export const importShapes = {
  'POST /usher/imports/columns': {
    gives: z.object({
      encoding: z.string(),
      separator: z.string(),
      columns: z.array(z.string()),
      rows: z.array(z.record(z.string(), z.string())),
      attributes: z.array(z.string()),
      suggested: z.record(z.string(), z.string()),
    }),
  },
  // Answers line by line: progress, then the report.
  'POST /usher/imports/files': {},
} satisfies Shapes
