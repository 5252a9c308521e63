import { useState } from 'react'
import { Button, Text } from '@fluentui/react-components'
import { Section } from '@usher/parts/section.tsx'
import { plural } from '../../parts/numbers.ts'
import { type Principal, PrincipalPicker } from '../../parts/principal-picker.tsx'

type Props = { readonly onLook: (who: readonly string[], members: readonly string[]) => void }

/** Whom to provision: any people and groups, and who of the groups is put into them. */
export function ChooseWhom({ onLook }: Props) {
  const [chosen, choose] = useState<readonly Principal[]>([])
  const [members, chooseMembers] = useState<readonly Principal[]>([])
  const hasGroup = chosen.some(({ about }) => about === 'Group')
  const ids = (list: readonly Principal[]): readonly string[] => list.map(({ id }) => id)
  return (
    <Section
      title="Provision on demand"
      about="Choose people or groups, see every step with its data, and apply it when it is right. The preview writes nothing."
    >
      <PrincipalPicker chosen={chosen} onChoose={choose} />
      {hasGroup && (
        <>
          <Text>Members to preview and put into the group too; without any it is the group alone:</Text>
          <PrincipalPicker chosen={members} onChoose={chooseMembers} which="users" />
        </>
      )}
      <div>
        <Button
          appearance="primary"
          disabled={chosen.length === 0}
          onClick={() => onLook(ids(chosen), hasGroup ? ids(members) : [])}
        >
          {chosen.length === 0 ? 'Preview' : `Preview ${plural(chosen.length, 'object')}`}
        </Button>
      </div>
    </Section>
  )
}
