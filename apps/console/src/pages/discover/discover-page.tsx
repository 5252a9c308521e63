import { useSearchParams } from 'react-router'
import { EachJob } from '../../parts/each-job.tsx'
import { AccountList } from './account-list.tsx'
import { DriftSection } from './drift.tsx'

/** What is in the application: whose every account is, and what somebody changed there. */
export function DiscoverPage() {
  const [query] = useSearchParams()
  const parts = [<AccountList key="accounts" />, <DriftSection key="drift" />]
  // Whoever follows a link to one account sees that first.
  return <EachJob>{query.has('who') ? parts.toReversed() : parts}</EachJob>
}
