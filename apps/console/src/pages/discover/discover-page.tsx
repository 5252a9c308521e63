import { EachJob } from '../../parts/each-job.tsx'
import { AccountList } from './account-list.tsx'
import { DriftSection } from './drift.tsx'

/** What is in the application: whose every account is, and what somebody changed there. */
export function DiscoverPage() {
  return (
    <EachJob>
      <AccountList />
      <DriftSection />
    </EachJob>
  )
}
