import { useState } from 'react'
import { Button, Field, SearchBox, Text, makeStyles, tokens } from '@fluentui/react-components'
import { Failed } from '@usher/parts/failed.tsx'
import { useAskIf } from '../../api/use-ask.ts'
import { usePrincipals } from '../../parts/use-principals.ts'

const useStyles = makeStyles({
  choice: { display: 'flex', flexDirection: 'column', gap: '8px', maxWidth: '480px' },
  search: { maxWidth: 'none' },
  found: { display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: '2px' },
  one: { justifyContent: 'flex-start', fontWeight: tokens.fontWeightRegular },
  chosen: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '12px' },
  about: { color: tokens.colorNeutralForeground3, marginLeft: '8px' },
})

type Props = {
  readonly label: string
  readonly object: 'User' | 'Group'
  /** The id of who is chosen. */
  readonly who: string
  readonly onChoose: (who: string) => void
}

/** One person or group, found by how the name begins. */
export function PersonChoice({ label, object, who, onChoose }: Props) {
  const styles = useStyles()
  const isUser = object === 'User'
  const user = useAskIf(who !== '' && isUser, 'GET /v1.0/users/{id}', { path: { id: who } })
  const group = useAskIf(who !== '' && !isUser, 'GET /v1.0/groups/{id}', { path: { id: who } })
  if (who === '') return <Search label={label} object={object} onChoose={onChoose} />
  return (
    <Field label={label}>
      <div className={styles.chosen}>
        <Text weight="semibold">{(isUser ? user.data?.displayName : group.data?.displayName) ?? who}</Text>
        <Button size="small" onClick={() => onChoose('')}>
          Choose another
        </Button>
      </div>
    </Field>
  )
}

function Search({ label, object, onChoose }: Pick<Props, 'label' | 'object' | 'onChoose'>) {
  const styles = useStyles()
  const [typed, type] = useState('')
  const words = typed.trim()
  const principals = usePrincipals(typed, object === 'User' ? 'users' : 'groups')
  const found = principals.data ?? []
  return (
    <div className={styles.choice}>
      <Field label={label}>
        <SearchBox
          className={styles.search}
          placeholder="Search by name"
          value={typed}
          onChange={(_, { value }) => type(value)}
        />
      </Field>
      {words !== '' && (
        <div className={styles.found} role="group" aria-label="Found">
          <Failed error={principals.error} />
          {found.length === 0 && principals.data !== undefined && <Text>Nobody of that name.</Text>}
          {found.slice(0, 5).map(({ id, name, about }) => (
            <Button key={id} appearance="subtle" className={styles.one} onClick={() => onChoose(id)}>
              {name}
              <span className={styles.about}>{object === 'User' ? about : ''}</span>
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}
