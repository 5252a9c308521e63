import { Badge, makeStyles, tokens } from '@fluentui/react-components'
import type { Json } from '../api/types.ts'

const useStyles = makeStyles({
  text: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  list: { display: 'flex', flexDirection: 'column', gap: '6px' },
  element: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '2px 6px' },
  parts: { display: 'grid', gridTemplateColumns: 'max-content minmax(96px, 1fr)', gap: '2px 12px', margin: 0 },
  name: { color: tokens.colorNeutralForeground3 },
  part: { margin: 0, overflowWrap: 'anywhere' },
})

type Members = { readonly [name: string]: Json }

/** A value as SCIM has them: simple, complex, or several of either. */
export function Value({ value }: { readonly value: Json }) {
  const styles = useStyles()
  if (typeof value === 'boolean') return <Badge appearance="outline">{String(value)}</Badge>
  if (value === null || typeof value !== 'object') return <span className={styles.text}>{String(value)}</span>
  if (!isList(value)) return <Complex members={value} />
  return (
    <div className={styles.list}>
      {value.map((element, index) => (
        <Value key={index} value={element} />
      ))}
    </div>
  )
}

/** One value with its type and whether it is the primary one; anything richer part by part. */
function Complex({ members }: { readonly members: Members }) {
  const styles = useStyles()
  const { value, type, primary, display, $ref: _ref, ...rest } = members
  const text = display ?? value
  if (text === undefined || typeof text === 'object' || Object.keys(rest).length > 0)
    return (
      <dl className={styles.parts}>
        {Object.entries(members).flatMap(([name, part]) => [
          <dt key={name} className={styles.name}>
            {name}
          </dt>,
          <dd key={`${name} is`} className={styles.part}>
            <Value value={part} />
          </dd>,
        ])}
      </dl>
    )
  return (
    <span className={styles.element}>
      <span className={styles.text}>{String(text)}</span>
      {typeof type === 'string' && (
        <Badge appearance="tint" color="informative" size="small">
          {type}
        </Badge>
      )}
      {primary === true && (
        <Badge appearance="tint" color="brand" size="small">
          primary
        </Badge>
      )}
    </span>
  )
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
