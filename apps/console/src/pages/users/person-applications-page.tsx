import { useParams } from 'react-router'
import { WhyList } from '../why/why-list.tsx'

/** What somebody has in each application, and why. */
export function PersonApplicationsPage() {
  const { user = '' } = useParams()
  return <WhyList who={user} />
}
