import { Suspense, lazy } from 'react'
import { useMay } from '../../api/session.ts'
import { useAskIf } from '../../api/use-ask.ts'

/** Charts are large, so they come when the rest is there. */
const Actions = lazy(async () => ({ default: (await import('../insights/charts.tsx')).Actions }))
const days = 14

/** What was done and what failed on the last days, of all jobs of the application. Nothing before anything happened. */
export function Recent({ app }: { readonly app: string }) {
  const may = useMay()
  const maySee = may('microsoft.directory/provisioningLogs/allProperties/read')
  const { data } = useAskIf(maySee, 'GET /usher/insights', { query: { app, days } })
  if (data === undefined || Object.values(data.results).every((count) => count === 0)) return null
  return (
    <Suspense fallback={null}>
      <Actions days={data.days} />
    </Suspense>
  )
}
