import { useEffect, useState } from 'react'
import { lines } from '../../api/ask.ts'
import type { Schema } from './schema.ts'

export type Counted = {
  readonly looked: number
  readonly total: number | null
  readonly inScope: number
  readonly out: readonly { readonly code: string; readonly says: string; readonly count: number }[]
  readonly done: boolean
}
export type Count = { readonly counted: Counted | null; readonly error: Error | null }

const nothing: Count = { counted: null, error: null }

/** Counts who is in scope, page by page of the directory; given up as soon as it is about other filters. `null`: not now. */
export function useCount(app: string, job: string, object: string, schema: Schema | null): Count {
  const [known, tell] = useState<Count>(nothing)
  const text = schema === null ? null : JSON.stringify(schema)
  useEffect(() => {
    if (text === null) return undefined
    const giveUp = new AbortController()
    const asked = { path: { app }, query: { job }, body: { schema: JSON.parse(text) as unknown, object } }
    const count = async (): Promise<void> => {
      for await (const line of lines<{ counted: Counted }>('POST /usher/apps/{app}/schema/scope', asked, giveUp.signal))
        tell({ counted: line.counted, error: null })
    }
    count().catch((error: unknown) => {
      if (!giveUp.signal.aborted)
        tell({ counted: null, error: error instanceof Error ? error : new Error(String(error)) })
    })
    return () => giveUp.abort()
  }, [app, job, object, text])
  return known
}
