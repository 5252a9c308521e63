import { useEffect } from 'react'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import type { Gives } from './ask.ts'

type Status = Gives<'GET /usher/apps/{app}/status'>
const held = ['removals', 'changes', 'adoptions'].map((kind) => `GET /usher/apps/{app}/${kind}`)
export type Progress = Status['job']['progress']

/**
 * Keeps the status of a job as it is, while the page is looked at.
 *
 * Browsers hold six connections to a service over HTTP/1.1, whatever the number of tabs: one that nobody looks at holds none.
 */
export function useJobEvents(app: string, job: string | undefined): void {
  const client = useQueryClient()
  useEffect(() => {
    let source: EventSource | null = null
    const turn = (): void => {
      source?.close()
      source = document.visibilityState === 'visible' ? listen(client, app, job) : null
    }
    turn()
    document.addEventListener('visibilitychange', turn)
    return () => {
      document.removeEventListener('visibilitychange', turn)
      source?.close()
    }
  }, [client, app, job])
}

function listen(client: QueryClient, app: string, job: string | undefined): EventSource {
  const name = 'GET /usher/apps/{app}/status'
  const query = job === undefined ? '' : `?job=${encodeURIComponent(job)}`
  const source = new EventSource(`/usher/apps/${encodeURIComponent(app)}/events${query}`)
  source.addEventListener('progress', ({ data }: MessageEvent<string>) => {
    const progress = JSON.parse(data) as Progress
    client.setQueriesData<Status>({ queryKey: [name, { path: { app } }] }, (before) =>
      before === undefined ? undefined : { ...before, job: { ...before.job, progress } },
    )
  })
  source.addEventListener('changed', () => {
    for (const changed of [name, ...held, 'GET /usher/status', 'GET /usher/insights'])
      void client.invalidateQueries({ queryKey: [changed] })
  })
  return source
}
