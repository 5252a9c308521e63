import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { Checks } from '../../parts/checks.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Says } from '../../parts/says.tsx'
import { StatusIcon } from '../../parts/status-icon.tsx'
import { Attributes } from './attributes.tsx'
import { type Step, titles, valueOf } from './told.ts'

const useStyles = makeStyles({
  card: {
    display: 'grid',
    gridTemplateColumns: '24px minmax(0, 1fr)',
    gap: '4px 10px',
    padding: '12px 16px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  words: { display: 'flex', flexDirection: 'column', gap: '4px', minWidth: 0 },
  panel: { margin: '4px 0 8px 4px', display: 'flex', flexDirection: 'column', gap: '12px' },
  failed: { color: tokens.colorPaletteRedForeground1 },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
})

/** One step: how it came out, in a sentence, and what it saw. */
export function StepCard({ step, at }: { readonly step: Step; readonly at: number }) {
  const styles = useStyles()
  const title = titles[step.step] ?? step.step
  return (
    <li className={styles.card}>
      <StatusIcon status={step.status} />
      <div className={styles.words}>
        <Text weight="semibold">
          {at}. {title}
        </Text>
        <Text>{step.says}</Text>
        {step.error !== undefined && (
          <Text className={styles.failed}>{`${step.error.code}: ${step.error.message}`}</Text>
        )}
        {typeof step.advice === 'string' && (
          <Text className={styles.quiet}>
            <Says text={step.advice} />
          </Text>
        )}
        {step.step === 'scoping' && <Checks checks={step.checks ?? []} />}
        {step.rows !== undefined && step.rows.length > 0 && <Attributes rows={step.rows} />}
        <Details step={step} title={title} />
      </div>
    </li>
  )
}

/** What is long: the properties that were read, and what a search found. */
function Details({ step: { properties, matches = [] }, title }: { readonly step: Step; readonly title: string }) {
  const styles = useStyles()
  if (properties === undefined && matches.length === 0) return null
  return (
    <Accordion collapsible>
      <AccordionItem value="details">
        <AccordionHeader size="small" button={{ 'aria-label': `View details of ${title}` }}>
          View details
        </AccordionHeader>
        <AccordionPanel className={styles.panel}>
          {properties !== undefined && <Facts isSmall facts={factsOf(properties)} />}
          {matches.map(({ by, found }, at) => (
            <div key={at}>
              <Text block weight="semibold">
                {by === null
                  ? 'The account that is linked'
                  : `Looked for ${by.map(({ path, value }) => `${path} = ${valueOf(value)}`).join(' and ')}`}
              </Text>
              {found.length === 0 && <Text className={styles.quiet}>Nothing was found.</Text>}
              {found.map(({ id, properties: there }) => (
                <Facts key={id} isSmall facts={[['ID', id], ...factsOf(there).filter(([label]) => label !== 'id')]} />
              ))}
            </div>
          ))}
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  )
}

function factsOf(properties: Readonly<Record<string, unknown>>) {
  return Object.entries(properties)
    .filter(([, value]) => value !== null)
    .map(([label, value]) => [label, valueOf(value)] as const)
}
