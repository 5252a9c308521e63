import { useParams } from 'react-router'
import { AuditList } from './audit-list.tsx'

/** Who did what to one application. */
export function ApplicationAuditPage() {
  const { app = '' } = useParams()
  return <AuditList app={app} />
}
