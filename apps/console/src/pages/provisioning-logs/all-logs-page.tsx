import { Page } from '@usher/parts/page.tsx'
import { LogList } from './log-list.tsx'

/** What happened in all applications. */
export function AllLogsPage() {
  return (
    <Page title="Provisioning logs">
      <LogList />
    </Page>
  )
}
