import { Page } from '@usher/parts/page.tsx'
import { AuditList } from './audit-list.tsx'

/** Who did what in this directory. */
export function AllAuditPage() {
  return (
    <Page title="Audit logs">
      <AuditList />
    </Page>
  )
}
