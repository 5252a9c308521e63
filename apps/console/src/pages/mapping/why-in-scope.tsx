import { Badge, Text, makeStyles, tokens } from '@fluentui/react-components'
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle'
import { DismissCircleRegular } from '@fluentui/react-icons/svg/dismiss-circle'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Failed } from '@usher/parts/failed.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { useSettled } from '@usher/parts/use-settled.ts'
import { type Gives, ask } from '../../api/ask.ts'
import type { PartProps } from './editing.tsx'
import { PersonChoice } from './person-choice.tsx'

const useStyles = makeStyles({
  checks: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '8px' },
  check: { display: 'flex', gap: '10px', alignItems: 'flex-start', '> svg': { fontSize: '20px', flexShrink: 0 } },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  saw: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
})

type Check = Gives<'POST /usher/apps/{app}/schema/scope/why'>['checks'][number]

/** Why one person is in scope or is not: every check with the value it saw. The address says who. */
export function WhyInScope({ app, job, draft, placed }: PartProps) {
  const styles = useStyles()
  const [query, address] = useAddress()
  const who = query.get('who') ?? ''
  const object = placed.mapping.sourceObjectName === 'Group' ? 'Group' : 'User'
  const settled = useSettled(draft.schema)
  const why = useQuery({
    queryKey: ['POST /usher/apps/{app}/schema/scope/why', app, job, who, JSON.stringify(settled)],
    queryFn: () =>
      ask('POST /usher/apps/{app}/schema/scope/why', { path: { app }, query: { job }, body: { schema: settled, who } }),
    enabled: who !== '',
    placeholderData: keepPreviousData,
  })
  return (
    <Section title={object === 'User' ? 'Why is this person in scope, or not?' : 'Why is this group in scope, or not?'}>
      <PersonChoice
        label={object === 'User' ? 'Person' : 'Group'}
        object={object}
        who={who}
        onChoose={(one) => address({ who: one })}
      />
      <Failed error={who === '' ? null : why.error} />
      {who !== '' && why.data !== undefined && (
        <>
          <Text role="status" weight="semibold">
            {why.data.name}: {why.data.says}
          </Text>
          <ul className={styles.checks} aria-label="Checks">
            {why.data.checks.map((check, at) => (
              <li key={at} className={styles.check}>
                {check.passed ? (
                  <CheckmarkCircleRegular className={styles.good} aria-label="Holds" />
                ) : (
                  <DismissCircleRegular className={styles.bad} aria-label="Does not hold" />
                )}
                <div>
                  <Text block>
                    {check.name}
                    {check.expected === null ? '' : ` ${check.expected}`}{' '}
                    {check.decides && (
                      <Badge appearance="tint" color="danger">
                        decides
                      </Badge>
                    )}
                  </Text>
                  <Text className={styles.saw}>{saw(check)}</Text>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}

function saw({ actual, problem }: Check): string {
  if (problem !== null) return problem
  if (actual === null || actual === undefined) return 'It has no value.'
  if (actual === true) return 'Yes.'
  if (actual === false) return 'No.'
  if (Array.isArray(actual)) return actual.length === 0 ? 'None.' : `It is ${actual.map(String).join(', ')}.`
  return `It is ${JSON.stringify(actual)}.`
}
