import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { lines } from '../../api/ask.ts'

/** What the next cycle would do, in numbers. */
export type Planned = {
  readonly read: number
  readonly create: number
  readonly update: number
  readonly disable: number
  readonly delete: number
  readonly joined: number
  readonly held: number
  readonly problems: number
  readonly skipped: Readonly<Record<string, number>>
  readonly initial: boolean
}

/** A line of a plan that is only counted. */
export type Counting = { readonly plan?: Planned; readonly progress?: { readonly read: number } }

/** Asks for a plan, which takes as long as the directory is big; it is given up when nobody waits any more. */
export function usePlan(app: string, job: string) {
  const [read, move] = useState(0)
  const query = useQuery({
    queryKey: ['GET /usher/apps/{app}/plan', app, job],
    gcTime: 0,
    queryFn: async ({ signal }): Promise<Planned> => {
      const asked = { path: { app }, query: { job, limit: 0 } }
      for await (const line of lines<Counting>('GET /usher/apps/{app}/plan', asked, signal)) {
        if (line.plan !== undefined) return line.plan
        if (line.progress !== undefined) move(line.progress.read)
      }
      throw new Error('The plan ended before it was complete. Try again.')
    },
  })
  return { ...query, read }
}
