import { useState } from 'react'
import { Button, Text } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { Empty } from '@usher/parts/empty.tsx'
import { LoadMore } from '@usher/parts/load-more.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useParams } from 'react-router'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { useList } from '../../api/use-list.ts'
import { ChoosePrincipals } from '../../parts/choose-principals.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import type { DirectoryObject } from '../../parts/directory.ts'
import { Figures } from '../../parts/figures.tsx'
import { MembersTable, nameOf } from '../../parts/members-table.tsx'
import { plural } from '../../parts/numbers.ts'

const list = 'GET /v1.0/groups/{id}/members'
const counts = [
  ['People', 'GET /v1.0/groups/{id}/members/microsoft.graph.user/$count'],
  ['Groups in it', 'GET /v1.0/groups/{id}/members/microsoft.graph.group/$count'],
  ['People at any depth', 'GET /v1.0/groups/{id}/transitiveMembers/microsoft.graph.user/$count'],
] as const
const touched = [list, ...counts.map(([, name]) => name), 'GET /usher/why', 'GET /v1.0/users/{id}/memberOf']

/** Who is in a group: people, and groups in it. */
export function GroupMembersPage() {
  const may = useMay()
  const { group = '' } = useParams()
  const members = useList(list, { path: { id: group } })
  const [isAdding, add] = useState(false)
  const [leaving, leave] = useState<DirectoryObject | null>(null)
  const mayFill = may('microsoft.directory/groups/members/update')
  return (
    <>
      <Numbers group={group} />
      <Section
        title="Members"
        about="Direct members. Whether the members of groups in it count is decided by each application, in its setting Nested groups."
        actions={
          mayFill ? (
            <Button appearance="primary" icon={<AddRegular />} onClick={() => add(true)}>
              Add members
            </Button>
          ) : undefined
        }
        isFlush
      >
        <MembersTable
          asked={members}
          label="Members"
          rows={members.rows as readonly DirectoryObject[] | undefined}
          onRemove={mayFill ? leave : undefined}
          empty={<Empty title="Nobody is in this group" />}
        />
        <LoadMore list={members} what="members" />
        {isAdding && (
          <ChoosePrincipals
            title="Add members"
            run={(chosen) =>
              ask('POST /usher/groups/{group}/members', {
                path: { group },
                body: { members: chosen.map(({ id }) => id) },
              })
            }
            done={(count) => `${plural(count, 'member')} added.`}
            refresh={touched}
            onClose={() => add(false)}
          />
        )}
        {leaving !== null && (
          <Confirm
            title={`Remove ${nameOf(leaving)}?`}
            verb="Remove"
            isDangerous
            run={() =>
              ask('POST /usher/groups/{group}/members/remove', { path: { group }, body: { members: [leaving.id] } })
            }
            done={`${nameOf(leaving)} is not in the group any more.`}
            refresh={touched}
            onClose={() => leave(null)}
          >
            <Text>
              What only this group gives is lost: their accounts in those applications are disabled, within seconds
              where provisioning is on.
            </Text>
          </Confirm>
        )}
      </Section>
    </>
  )
}

function Numbers({ group }: { readonly group: string }) {
  const path = { id: group }
  const people = useAsk(counts[0][1], { path })
  const groups = useAsk(counts[1][1], { path })
  const all = useAsk(counts[2][1], { path })
  const found = [people.data, groups.data, all.data]
  return (
    <Section title="At a glance">
      <Figures
        figures={counts.map(([label], at) => {
          const value = found[at]
          return { label, value: typeof value === 'number' ? value : '…' }
        })}
      />
    </Section>
  )
}
