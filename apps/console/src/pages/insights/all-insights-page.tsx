import { Page } from '@usher/parts/page.tsx'
import { InsightsList } from './insights-list.tsx'

/** How provisioning does over time, in all applications. */
export function AllInsightsPage() {
  return (
    <Page title="Insights">
      <InsightsList />
    </Page>
  )
}
