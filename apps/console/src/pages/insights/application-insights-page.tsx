import { useParams } from 'react-router'
import { InsightsList } from './insights-list.tsx'

/** How provisioning of one application does over time. */
export function ApplicationInsightsPage() {
  const { app = '' } = useParams()
  return <InsightsList app={app} />
}
