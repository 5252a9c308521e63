import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  MessageBar,
  MessageBarBody,
  Text,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle'
import { DismissCircleFilled } from '@fluentui/react-icons/svg/dismiss-circle'
import { SubtractCircleRegular } from '@fluentui/react-icons/svg/subtract-circle'
import { Section } from '@usher/parts/section.tsx'
import type { Gives } from '../../api/ask.ts'
import { Says } from '../../parts/says.tsx'

const useStyles = makeStyles({
  steps: { display: 'flex', flexDirection: 'column', gap: '10px', margin: 0, padding: 0, listStyleType: 'none' },
  step: { display: 'grid', gridTemplateColumns: '24px 140px minmax(0, 1fr)', gap: '8px', alignItems: 'start' },
  icon: { fontSize: '20px' },
  passed: { color: tokens.colorPaletteGreenForeground1 },
  failed: { color: tokens.colorPaletteRedForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
  raw: {
    margin: 0,
    padding: '12px',
    maxHeight: '320px',
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
  },
})

type Result = Gives<'POST /usher/apps/{app}/test-connection'>
type Stage = NonNullable<Result['stages']>[number]

const names: Readonly<Record<string, string>> = {
  dns: 'Name (DNS)',
  tcp: 'Connection (TCP)',
  tls: 'Encryption (TLS)',
  http: 'Answer (HTTP)',
  authentication: 'Authentication',
  contentType: 'Content type',
  filter: 'Filter',
  scim: 'SCIM',
}

/** How the application was reached, step by step, and what went over the wire. */
export function Tested({ tested: { ok, message, stages = [], found = [], exchange } }: { readonly tested: Result }) {
  const styles = useStyles()
  return (
    <Section title="Test Connection">
      <MessageBar intent={ok ? 'success' : 'error'} layout="multiline">
        <MessageBarBody>
          <Says text={message} />
        </MessageBarBody>
      </MessageBar>
      <ol className={styles.steps} aria-label="Steps of the test">
        {stages.map((stage) => (
          <Step key={stage.stage} stage={stage} />
        ))}
      </ol>
      {found.map((sentence) => (
        <Text key={sentence}>{sentence}</Text>
      ))}
      {exchange !== undefined && exchange !== null && (
        <Accordion collapsible>
          <AccordionItem value="raw">
            <AccordionHeader>What was asked and answered</AccordionHeader>
            <AccordionPanel>
              <pre className={styles.raw} tabIndex={0} role="region" aria-label="Request and answer">
                {rawOf(exchange)}
              </pre>
            </AccordionPanel>
          </AccordionItem>
        </Accordion>
      )}
    </Section>
  )
}

function Step({ stage: { stage, status, says } }: { readonly stage: Stage }) {
  const styles = useStyles()
  const icons = {
    passed: <CheckmarkCircleFilled className={mergeClasses(styles.icon, styles.passed)} aria-label="Passed" />,
    failed: <DismissCircleFilled className={mergeClasses(styles.icon, styles.failed)} aria-label="Failed" />,
    skipped: <SubtractCircleRegular className={mergeClasses(styles.icon, styles.quiet)} aria-label="Not needed" />,
    notTried: <SubtractCircleRegular className={mergeClasses(styles.icon, styles.quiet)} aria-label="Not tried" />,
  }
  return (
    <li className={styles.step}>
      {icons[status]}
      <Text weight="semibold">{names[stage] ?? stage}</Text>
      <Text className={status === 'passed' || status === 'failed' ? undefined : styles.quiet}>{says}</Text>
    </li>
  )
}

function rawOf({ method, url, status, contentType, body }: NonNullable<Result['exchange']>): string {
  const answer =
    status === null ? 'No answer came.' : `${status}${contentType === null ? '' : ` ${contentType}`}\n\n${body}`
  return `${method} ${url}\n\n${answer}`
}
