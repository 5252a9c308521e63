import { Badge, MessageBar, MessageBarBody, Text } from '@fluentui/react-components'
import { Section } from '@usher/parts/section.tsx'
import { When } from '@usher/parts/when.tsx'
import type { Gives } from '../../api/ask.ts'
import { addressOf } from '../../parts/address-of.ts'
import { Facts, type Fact } from '../../parts/facts.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Says } from '../../parts/says.tsx'
import { Checks } from './checks.tsx'
import { MakeAgain } from './make-again.tsx'
import { lookSays, standing } from './standing.ts'

export type Why = Gives<'GET /usher/why'>['applications'][number]

/** One application: whether there should be an account, whether there is, and what comes next. */
export function WhyApplication({ why, who }: { readonly why: Why; readonly who: string }) {
  const { application, applicationId, jobName, checks, plan, problem, notes, looks } = why
  const state = standing(why)
  const address = addressOf(applicationId, { name: jobName })
  return (
    <Section
      title={jobName === 'Provisioning' ? application : `${application}: ${jobName}`}
      actions={<LinkButton to={address}>Open provisioning</LinkButton>}
    >
      <div>
        <Badge appearance="tint" color={state.color}>
          {state.text}
        </Badge>
      </div>
      {problem !== null && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <Says text={problem} app={applicationId} job={jobName} />
          </MessageBarBody>
        </MessageBar>
      )}
      <Facts facts={factsOf(why)} />
      <Checks checks={checks} />
      {plan !== null && plan.advice !== null && (
        <Text>
          What to do: <Says text={plan.advice} app={applicationId} job={jobName} />
        </Text>
      )}
      {plan?.code === 'vanished' && <MakeAgain why={why} who={who} />}
      {looks.map((look) => (
        <Text key={`${look.why} ${look.since}`}>
          <Says text={lookSays(look)} app={applicationId} job={jobName} /> {look.next !== null && <>Next attempt: </>}
          {look.next !== null && <When time={look.next} />}
        </Text>
      ))}
      {notes.map((note) => (
        <Text key={note}>{note}</Text>
      ))}
    </Section>
  )
}

function factsOf({ link, plan, lastChange, undecided, inScope, job }: Why): readonly Fact[] {
  const account: Fact = [
    'Account',
    link === null || link.targetId === null
      ? 'None that Usher knows of'
      : `${link.targetId} (${link.active ? 'active' : 'inactive'}, ${link.state})`,
  ]
  return [
    ['In scope', undecided ? 'Not decided: nothing is done' : inScope ? 'Yes' : 'No'],
    account,
    ...(link?.deletedAt ? [['Deleted on', <When key="deleted" time={link.deletedAt} />] as const] : []),
    ...(plan === null ? [] : [['Next cycle', nextSays(plan, job)] as const]),
    [
      'Last change',
      lastChange === null ? (
        'None in the log'
      ) : (
        <span key="last">
          <When time={lastChange.at} />: {lastChange.action} ({lastChange.result}), {lastChange.reason}
        </span>
      ),
    ],
  ]
}

function nextSays({ action, reason, changes }: NonNullable<Why['plan']>, job: string): string {
  const what = action === 'none' ? 'Nothing' : `${action[0]?.toUpperCase() ?? ''}${action.slice(1)}`
  const names = changes.map(({ displayName }) => displayName).join(', ')
  const when = job === 'Active' ? '' : ' (provisioning is not running)'
  return `${what}: it ${reason}${names === '' || reason.includes(names) ? '' : ` (${names})`}${when}`
}
