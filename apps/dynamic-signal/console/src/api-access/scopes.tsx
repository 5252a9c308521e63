import { Badge, Checkbox, makeStyles, tokens } from '@fluentui/react-components'
import { Choice } from '@usher/parts/choice.tsx'

const useStyles = makeStyles({
  list: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))' },
  group: { margin: 0, padding: 0, border: 'none', minWidth: 0 },
  legend: { padding: 0, marginBottom: '2px' },
  hint: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  badges: { display: 'flex', flexWrap: 'wrap', gap: '4px' },
})

export const scopes = [
  { name: 'scim.read', says: 'Read and search' },
  { name: 'scim.write', says: 'Create, change and delete' },
  { name: 'scim.users', says: 'Users' },
  { name: 'scim.groups', says: 'Groups' },
  { name: 'scim.bulk', says: 'Bulk requests' },
] as const

export const allScopes: readonly string[] = scopes.map(({ name }) => name)

type Props = { readonly chosen: readonly string[]; readonly onChange: (scopes: readonly string[]) => void }

export function ScopeChoice({ chosen, onChange }: Props) {
  const styles = useStyles()
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>Scopes</legend>
      <div className={styles.list}>
        {scopes.map(({ name, says }) => (
          <Checkbox
            key={name}
            label={<Choice title={says} says={name} />}
            checked={chosen.includes(name)}
            onChange={(_, { checked }) =>
              onChange(allScopes.filter((one) => (one === name ? checked === true : chosen.includes(one))))
            }
          />
        ))}
      </div>
      <span className={styles.hint}>
        What it may be used for. An identity provider needs all of what it provisions.
      </span>
    </fieldset>
  )
}

export function ScopeBadges({ scopes }: { readonly scopes: readonly string[] }) {
  const styles = useStyles()
  if (allScopes.every((name) => scopes.includes(name))) return <>All</>
  return (
    <span className={styles.badges}>
      {scopes.map((name) => (
        <Badge key={name} appearance="outline" size="small">
          {name.replace('scim.', '')}
        </Badge>
      ))}
    </span>
  )
}
