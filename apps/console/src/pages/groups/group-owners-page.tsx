import { useState } from 'react'
import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { Empty } from '@usher/parts/empty.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { LoadMore } from '@usher/parts/load-more.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useParams } from 'react-router'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useList } from '../../api/use-list.ts'
import { ChoosePrincipals } from '../../parts/choose-principals.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { type DirectoryObject, reference } from '../../parts/directory.ts'
import { MembersTable, nameOf } from '../../parts/members-table.tsx'
import { plural } from '../../parts/numbers.ts'

const list = 'GET /v1.0/groups/{id}/owners'

/** Who may change a group and who is in it, without a role in the directory. */
export function GroupOwnersPage() {
  const may = useMay()
  const { group = '' } = useParams()
  const owners = useList(list, { path: { id: group } })
  const [isAdding, add] = useState(false)
  const [leaving, leave] = useState<DirectoryObject | null>(null)
  const mayChange = may('microsoft.directory/groups/owners/update')
  return (
    <Section
      title="Owners"
      about="An owner may change the group and who is in it."
      actions={
        mayChange ? (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => add(true)}>
            Add owners
          </Button>
        ) : undefined
      }
      isFlush
    >
      <Failed error={owners.error} again={owners.refetch} />
      <MembersTable
        label="Owners"
        rows={owners.rows}
        onRemove={mayChange ? leave : undefined}
        empty={<Empty title="Nobody owns this group" />}
      />
      <LoadMore list={owners} what="owners" />
      {isAdding && (
        <ChoosePrincipals
          title="Add owners"
          peopleOnly
          run={async (chosen) => {
            for (const { id } of chosen)
              await ask('POST /v1.0/groups/{id}/owners/$ref', { path: { id: group }, body: reference(id) })
          }}
          done={(count) => `${plural(count, 'owner')} added.`}
          refresh={[list]}
          onClose={() => add(false)}
        />
      )}
      {leaving !== null && (
        <Confirm
          title={`Remove ${nameOf(leaving)} as owner?`}
          verb="Remove"
          isDangerous
          run={() => ask('DELETE /v1.0/groups/{id}/owners/{owner}/$ref', { path: { id: group, owner: leaving.id } })}
          done={`${nameOf(leaving)} is no owner any more.`}
          refresh={[list]}
          onClose={() => leave(null)}
        >
          They can do with this group only what their roles in the directory let them do.
        </Confirm>
      )}
    </Section>
  )
}
