import { useParams } from 'react-router'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { reference } from '../../parts/directory.ts'
import { Owners } from '../../parts/owners.tsx'

/** Who may do most with this application, without a role in the directory. */
export function OwnersPage() {
  const { app: id = '' } = useParams()
  const may = useMay()
  return (
    <Owners
      list="GET /v1.0/servicePrincipals/{id}/owners"
      id={id}
      what="application"
      about="An owner may change, connect, start and watch this application, and nothing else of the directory."
      mayChange={may('microsoft.directory/applications/owners/update')}
      add={(owner) => ask('POST /v1.0/servicePrincipals/{id}/owners/$ref', { path: { id }, body: reference(owner) })}
      remove={(owner) => ask('DELETE /v1.0/servicePrincipals/{id}/owners/{owner}/$ref', { path: { id, owner } })}
    />
  )
}
