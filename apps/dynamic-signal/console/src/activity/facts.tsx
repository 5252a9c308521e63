import { makeStyles, tokens } from '@fluentui/react-components'
import type { Entry } from '../api/types.ts'
import { CopyButton } from '@usher/parts/copy.tsx'

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    gap: '8px 20px',
    margin: 0,
    alignItems: 'baseline',
  },
  name: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, overflowWrap: 'anywhere' },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
})

const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' })

export function Facts({ entry, path }: { readonly entry: Entry; readonly path: string }) {
  const styles = useStyles()
  const { by } = entry
  const rows: readonly (readonly [name: string, value: React.ReactNode])[] = [
    ['Time', exact.format(new Date(entry.time))],
    ['Path', <span className={styles.mono}>{path}</span>],
    ...(path === entry.path ? [] : [['As sent', <span className={styles.mono}>{entry.path}</span>] as const]),
    ['Duration', `${entry.durationMs.toLocaleString('en', { maximumFractionDigits: 2 })} ms`],
    [
      'Sent with',
      by === null ? 'No valid token' : `${by.kind === 'token' ? 'Token' : 'Client'} ${by.label} (${by.prefix}…)`,
    ],
    ['User agent', entry.userAgent ?? 'None'],
    [
      'Request ID',
      <span>
        <span className={styles.mono}>{entry.requestId}</span>{' '}
        <CopyButton text={entry.requestId} what="the request ID" appearance="subtle" size="small" />
      </span>,
    ],
  ]
  return (
    <dl className={styles.facts}>
      {rows.flatMap(([name, value]) => [
        <dt key={name} className={styles.name}>
          {name}
        </dt>,
        <dd key={`${name} is`} className={styles.value}>
          {value}
        </dd>,
      ])}
    </dl>
  )
}
