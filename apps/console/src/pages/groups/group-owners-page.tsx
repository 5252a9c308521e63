import { useParams } from 'react-router'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { reference } from '../../parts/directory.ts'
import { Owners } from '../../parts/owners.tsx'

/** Who may change a group and who is in it, without a role in the directory. */
export function GroupOwnersPage() {
  const { group: id = '' } = useParams()
  const may = useMay()
  return (
    <Owners
      list="GET /v1.0/groups/{id}/owners"
      id={id}
      what="group"
      about="An owner may change the group and who is in it."
      mayChange={may('microsoft.directory/groups/owners/update')}
      add={(owner) => ask('POST /v1.0/groups/{id}/owners/$ref', { path: { id }, body: reference(owner) })}
      remove={(owner) => ask('DELETE /v1.0/groups/{id}/owners/{owner}/$ref', { path: { id, owner } })}
    />
  )
}
