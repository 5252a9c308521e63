import { Text, makeStyles, tokens } from '@fluentui/react-components'
import { Empty } from '@usher/parts/empty.tsx'
import { Facts } from '../../parts/facts.tsx'
import { StatusIcon } from '../../parts/status-icon.tsx'
import type { Line } from './question.ts'

const useStyles = makeStyles({
  steps: { display: 'flex', flexDirection: 'column', gap: '16px', margin: 0, padding: 0, listStyleType: 'none' },
  step: { display: 'grid', gridTemplateColumns: '24px minmax(0, 1fr)', gap: '2px 8px' },
  words: { display: 'flex', flexDirection: 'column', gap: '4px', minWidth: 0 },
  name: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
})

const titles: Readonly<Record<string, string>> = {
  import: 'Import',
  scoping: 'Determine if in scope',
  matching: 'Match between source and target',
  processing: 'Evaluate before synchronization',
  referenceResolution: 'Resolve references',
  export: 'Perform action',
}

/** LG-15: what was done for the line, one after the other. */
export function Steps({ steps }: { readonly steps: Line['entry']['provisioningSteps'] }) {
  const styles = useStyles()
  if (steps.length === 0) return <Empty title="It is about no object, so it has no steps" />
  return (
    <ol className={styles.steps}>
      {steps.map(({ name, provisioningStepType: type, status, description, details }, at) => (
        <li key={`${name}${at}`} className={styles.step}>
          <StatusIcon status={status} />
          <div className={styles.words}>
            <Text weight="semibold">{titles[type] ?? type}</Text>
            <Text>{description}</Text>
            <span className={styles.name}>{name}</span>
            <Facts isSmall facts={Object.entries(details)} />
          </div>
        </li>
      ))}
    </ol>
  )
}
