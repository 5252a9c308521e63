import { useState } from 'react'
import { Checkbox, Field, SearchBox, makeStyles, tokens } from '@fluentui/react-components'
import { Loaded } from '@usher/parts/loaded.tsx'
import { usePrincipals } from './use-principals.ts'

const useStyles = makeStyles({
  picker: { display: 'flex', flexDirection: 'column', gap: '12px' },
  search: { maxWidth: 'none' },
  found: {
    display: 'flex',
    flexDirection: 'column',
    minHeight: '160px',
    maxHeight: '320px',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
})

export type ChosenGroup = { readonly id: string; readonly name: string }
type Props = {
  readonly chosen: readonly ChosenGroup[]
  readonly onChoose: (chosen: readonly ChosenGroup[]) => void
}

/** Groups of the directory, found by how their name begins. */
export function GroupPicker({ chosen, onChoose }: Props) {
  const styles = useStyles()
  const [typed, type] = useState('')
  const groups = usePrincipals(typed, 'groups')
  const isChosen = (id: string): boolean => chosen.some((one) => one.id === id)
  return (
    <div className={styles.picker}>
      <Field
        label="Groups"
        hint={`${chosen.length} selected.${groups.isMore ? ' More fit than are shown: type more of the name.' : ''}`}
      >
        <SearchBox
          className={styles.search}
          placeholder="Search by name"
          value={typed}
          onChange={(_, { value }) => type(value)}
        />
      </Field>
      <div className={styles.found} role="group" aria-label="Found">
        <Loaded query={groups}>
          {(rows) =>
            rows.map(({ id, name }) => (
              <Checkbox
                key={id}
                label={name}
                checked={isChosen(id)}
                onChange={() =>
                  onChoose(isChosen(id) ? chosen.filter((one) => one.id !== id) : [...chosen, { id, name }])
                }
              />
            ))
          }
        </Loaded>
      </div>
    </div>
  )
}
