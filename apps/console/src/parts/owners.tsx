import { useState } from 'react'
import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { PersonRegular } from '@fluentui/react-icons/svg/person'
import { Empty } from '@usher/parts/empty.tsx'
import { LoadMore } from '@usher/parts/load-more.tsx'
import { Section } from '@usher/parts/section.tsx'
import { type ListName, useList } from '../api/use-list.ts'
import { ChoosePrincipals } from './choose-principals.tsx'
import { Confirm } from './confirm.tsx'
import type { DirectoryObject } from './directory.ts'
import { MembersTable, nameOf } from './members-table.tsx'
import { plural } from './numbers.ts'

type List = Extract<ListName, `${string}/owners`>
type Props = {
  readonly list: List
  readonly id: string
  /** What is owned: `group`. */
  readonly what: string
  readonly about: string
  readonly mayChange: boolean
  readonly add: (owner: string) => Promise<unknown>
  readonly remove: (owner: string) => Promise<unknown>
}

/** Who may change something without a role in the directory. */
export function Owners({ list, id, what, about, mayChange, add, remove }: Props) {
  const owners = useList(list, { path: { id } })
  const [isAdding, setAdding] = useState(false)
  const [leaving, leave] = useState<DirectoryObject | null>(null)
  return (
    <Section
      title="Owners"
      about={about}
      actions={
        mayChange && (
          <Button appearance="primary" icon={<AddRegular />} onClick={() => setAdding(true)}>
            Add owners
          </Button>
        )
      }
      isFlush
    >
      <MembersTable
        asked={owners}
        label="Owners"
        rows={owners.rows}
        onRemove={mayChange ? leave : undefined}
        empty={<Empty icon={<PersonRegular />} title={`Nobody owns this ${what}`} />}
      />
      <LoadMore list={owners} what="owners" />
      {isAdding && (
        <ChoosePrincipals
          title="Add owners"
          peopleOnly
          run={async (chosen) => {
            for (const one of chosen) await add(one.id)
          }}
          done={(count) => `${plural(count, 'owner')} added.`}
          refresh={[list]}
          onClose={() => setAdding(false)}
        />
      )}
      {leaving !== null && (
        <Confirm
          title={`Remove ${nameOf(leaving)} as owner?`}
          verb="Remove"
          isDangerous
          run={() => remove(leaving.id)}
          done={`${nameOf(leaving)} is no owner any more.`}
          refresh={[list]}
          onClose={() => leave(null)}
        >
          {`They can do with this ${what} only what their roles in the directory let them do.`}
        </Confirm>
      )}
    </Section>
  )
}
