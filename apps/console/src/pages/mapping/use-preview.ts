import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { lines } from '../../api/ask.ts'
import type { Planned } from '../provisioning/use-plan.ts'
import type { Schema } from './schema.ts'

/** What would happen to one object. */
export type Change = {
  readonly id: string
  readonly displayName: string
  readonly userPrincipalName: string | null
  readonly action: string
  readonly reason: string
  readonly problem: { readonly message?: string } | null
  readonly changes: readonly {
    readonly displayName: string
    readonly oldValue: string | null
    readonly newValue: string | null
  }[]
}
export type Preview = { readonly changes: readonly Change[]; readonly planned: Planned & { readonly omitted: number } }

/** More than anybody reads at once; the numbers are of all. */
export const most = 500

/** What a schema would do that is not saved. It is given up when nobody waits any more. */
export function usePreview(app: string, job: string, schema: Schema) {
  const [read, move] = useState(0)
  const query = useQuery({
    queryKey: ['POST /usher/apps/{app}/schema/plan', app, job, JSON.stringify(schema)],
    gcTime: 0,
    retry: false,
    queryFn: async ({ signal }): Promise<Preview> => {
      const asked = { path: { app }, query: { job, limit: most }, body: schema }
      const changes: Change[] = []
      type Line = {
        readonly change?: Change
        readonly plan?: Preview['planned']
        readonly progress?: { readonly read: number }
      }
      move(0)
      for await (const line of lines<Line>('POST /usher/apps/{app}/schema/plan', asked, signal)) {
        if (line.change !== undefined) changes.push(line.change)
        if (line.progress !== undefined) move(line.progress.read)
        if (line.plan !== undefined) return { changes, planned: line.plan }
      }
      throw new Error('The plan ended before it was complete. Try again.')
    },
  })
  return { ...query, read }
}
