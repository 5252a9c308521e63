import { useState } from 'react'
import { Checkbox, Field, SearchBox, Text, makeStyles, tokens } from '@fluentui/react-components'
import { Loaded } from '@usher/parts/loaded.tsx'
import type { Named } from './found.ts'
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
  label: { display: 'flex', flexDirection: 'column' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
})

export type Principal = Named

const labels = { both: 'Users and groups', users: 'Users', groups: 'Groups' } as const
const more = {
  both: 'type more of the name, or the address',
  users: 'type more of the name, or the address',
  groups: 'type more of the name',
} as const
type Props = {
  readonly chosen: readonly Principal[]
  readonly onChoose: (chosen: readonly Principal[]) => void
  /** What is looked for. */
  readonly which?: keyof typeof labels
}

/** People and groups of the directory, found by how their name begins; several may be chosen. */
export function PrincipalPicker({ chosen, onChoose, which = 'both' }: Props) {
  const styles = useStyles()
  const [typed, type] = useState('')
  const principals = usePrincipals(typed, which)
  const found: readonly Principal[] = principals.data ?? []
  const others = chosen.filter(({ id }) => found.every((one) => one.id !== id))
  const isChosen = (id: string): boolean => chosen.some((one) => one.id === id)
  const turn = (one: Principal): void =>
    onChoose(isChosen(one.id) ? chosen.filter(({ id }) => id !== one.id) : [...chosen, one])
  return (
    <div className={styles.picker}>
      <Field
        label={labels[which]}
        hint={`${chosen.length} selected.${principals.isMore ? ` More fit than are shown: ${more[which]}.` : ''}`}
      >
        <SearchBox
          className={styles.search}
          placeholder="Search by name"
          value={typed}
          onChange={(_, { value }) => type(value)}
        />
      </Field>
      <div className={styles.found} role="group" aria-label="Found">
        <Loaded query={principals}>
          {() =>
            [...others, ...found].map((one) => (
              <Checkbox
                key={one.id}
                checked={isChosen(one.id)}
                onChange={() => turn(one)}
                label={
                  <span className={styles.label}>
                    <Text>{one.name}</Text>
                    {which !== 'groups' && <span className={styles.quiet}>{one.about}</span>}
                  </span>
                }
              />
            ))
          }
        </Loaded>
      </div>
    </div>
  )
}
