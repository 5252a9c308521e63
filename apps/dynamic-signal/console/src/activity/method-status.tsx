import { Badge, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { Entry } from '../api/types.ts'

const useStyles = makeStyles({
  method: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  changing: { color: tokens.colorBrandForeground1 },
  deleting: { color: tokens.colorPaletteRedForeground1 },
  status: { display: 'flex', alignItems: 'center', gap: '8px', minWidth: 0 },
  type: { color: tokens.colorNeutralForeground3, overflow: 'hidden', textOverflow: 'ellipsis' },
})

export function Method({ method }: { readonly method: string }) {
  const styles = useStyles()
  const isReading = method === 'GET' || method === 'HEAD'
  return (
    <span
      className={mergeClasses(styles.method, !isReading && styles.changing, method === 'DELETE' && styles.deleting)}
    >
      {method}
    </span>
  )
}

/** The status and, of an error, its scimType. */
export function StatusOf({ entry }: { readonly entry: Pick<Entry, 'status' | 'scimType'> }) {
  const styles = useStyles()
  return (
    <span className={styles.status}>
      <Badge appearance="tint" color={colorOf(entry.status)}>
        {entry.status}
      </Badge>
      {entry.scimType !== null && (
        <span className={styles.type} title={entry.scimType}>
          {entry.scimType}
        </span>
      )}
    </span>
  )
}

function colorOf(status: number): 'success' | 'informative' | 'warning' | 'danger' {
  if (status >= 500) return 'danger'
  if (status >= 400) return 'warning'
  return status >= 300 ? 'informative' : 'success'
}
