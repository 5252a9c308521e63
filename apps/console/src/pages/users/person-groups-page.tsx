import { useState } from 'react'
import { Button, Text } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { Ask } from '@usher/parts/ask.tsx'
import { Empty } from '@usher/parts/empty.tsx'
import { LoadMore } from '@usher/parts/load-more.tsx'
import { Section } from '@usher/parts/section.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useParams } from 'react-router'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useList } from '../../api/use-list.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { type DirectoryObject, reference } from '../../parts/directory.ts'
import { type Principal, PrincipalPicker } from '../../parts/principal-picker.tsx'
import { MembersTable, nameOf } from '../../parts/members-table.tsx'
import { plural } from '../../parts/numbers.ts'

const list = 'GET /v1.0/users/{id}/memberOf'
const touched = [list, 'GET /v1.0/groups/{id}/members', 'GET /usher/why']

/** The groups that somebody is in, which may give them applications. */
export function PersonGroupsPage() {
  const may = useMay()
  const { user = '' } = useParams()
  const groups = useList(list, { path: { id: user } })
  const [isAdding, add] = useState(false)
  const [leaving, leave] = useState<DirectoryObject | null>(null)
  const mayFill = may('microsoft.directory/groups/members/update')
  return (
    <Section
      title="Groups"
      about="Groups that this person is a direct member of."
      actions={
        mayFill ? (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => add(true)}>
            Add to groups
          </Button>
        ) : undefined
      }
      isFlush
    >
      <MembersTable
        asked={groups}
        label="Groups"
        rows={groups.rows as readonly DirectoryObject[] | undefined}
        onRemove={mayFill ? leave : undefined}
        empty={<Empty title="Not in any group" />}
      />
      <LoadMore list={groups} what="groups" />
      {isAdding && <Add user={user} onClose={() => add(false)} />}
      {leaving !== null && (
        <Confirm
          title={`Take them out of ${nameOf(leaving)}?`}
          verb="Remove"
          isDangerous
          run={() => ask('DELETE /v1.0/groups/{id}/members/{member}/$ref', { path: { id: leaving.id, member: user } })}
          done={`Not in ${nameOf(leaving)} any more.`}
          refresh={touched}
          onClose={() => leave(null)}
        >
          <Text>
            What this group alone gives them they lose: see it first at{' '}
            <TextLink to={`/users/${user}/what-if?event=leaveGroup&group=${leaving.id}`}>
              What would happen if…
            </TextLink>
          </Text>
        </Confirm>
      )}
    </Section>
  )
}

function Add({ user, onClose }: { readonly user: string; readonly onClose: () => void }) {
  const [chosen, choose] = useState<readonly Principal[]>([])
  const save = useAction({
    run: async () => {
      for (const { id } of chosen)
        await ask('POST /v1.0/groups/{id}/members/$ref', { path: { id }, body: reference(user) })
    },
    done: `Added to ${plural(chosen.length, 'group')}.`,
    refresh: touched,
    onDone: onClose,
  })
  return (
    <Ask
      title="Add to groups"
      verb={chosen.length === 0 ? 'Add' : `Add to ${chosen.length}`}
      isReady={chosen.length > 0}
      isPending={save.isPending}
      error={save.error}
      onYes={() => save.mutate()}
      onClose={onClose}
    >
      <PrincipalPicker chosen={chosen} onChoose={choose} which="groups" />
    </Ask>
  )
}
