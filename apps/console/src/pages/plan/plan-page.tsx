import { useAddress } from '@usher/parts/use-address.ts'
import { EachJob } from '../../parts/each-job.tsx'
import { OnePlan } from './one-plan.tsx'
import { Plans } from './plans.tsx'

/** What the next cycle would do: kept, looked through, approved and applied. The address holds which plan. */
export function PlanPage() {
  const [query] = useAddress()
  const id = query.get('plan')
  return <EachJob>{id === null ? <Plans /> : <OnePlan key={id} id={id} />}</EachJob>
}
