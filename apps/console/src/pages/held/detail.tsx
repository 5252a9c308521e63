import { Button, MessageBar, MessageBarBody, Text, makeStyles } from '@fluentui/react-components'
import { Loaded } from '@usher/parts/loaded.tsx'
import { TextLink } from '@usher/parts/text-link.tsx'
import { When } from '@usher/parts/when.tsx'
import type { Gives } from '../../api/ask.ts'
import { useAsk } from '../../api/use-ask.ts'
import { Differences } from '../../parts/differences.tsx'
import { type Fact, Facts } from '../../parts/facts.tsx'
import { Says } from '../../parts/says.tsx'
import { SidePanel } from '../../parts/side-panel.tsx'
import { useJob } from '../../parts/use-job.ts'
import { type Question, verbs } from './decide-dialog.tsx'
import type { Held, Known } from './kinds.ts'

const useStyles = makeStyles({ bar: { display: 'flex', flexWrap: 'wrap', gap: '8px' } })

type Props = {
  readonly id: string
  readonly about: Known
  /** null: it is on a page that was not read yet, or is held no more. */
  readonly held: Held | null
  readonly onAsk: ((question: Question) => void) | null
  readonly onClose: () => void
}

/** One that is held: why, since when, and what would be written, attribute by attribute. */
export function Detail({ id, about, held, onAsk, onClose }: Props) {
  const styles = useStyles()
  const { app, at } = useJob()
  const why = useAsk('GET /usher/why', { query: { ...at.query, who: id, app } })
  return (
    <SidePanel title={held?.displayName ?? `One ${about.one}`} onClose={onClose}>
      {held !== null && <Facts facts={factsOf(held)} />}
      {held !== null && onAsk !== null && (
        <div className={styles.bar}>
          {(['allowed', 'rejected'] as const).map((decision) => (
            <Button
              key={decision}
              disabled={held.decision === decision}
              onClick={() => onAsk({ decision, whose: [held] })}
            >
              {verbs[decision]} {about.ofOne(held.displayName)}
            </Button>
          ))}
        </div>
      )}
      <Loaded query={why}>
        {({ applications: [found] }) => (found === undefined ? null : <Would would={found} />)}
      </Loaded>
      <Text>
        <TextLink to={held?.type === 'Group' ? `/groups/${id}/applications` : `/users/${id}/applications`}>
          Why? Every check, and all applications
        </TextLink>
      </Text>
    </SidePanel>
  )
}

function factsOf({ since, decision, until, says = [], targetId, owner, by }: Held): readonly Fact[] {
  return [
    ['Held since', <When key="since" time={since} />],
    [
      'Decision',
      until === null ? (
        (decision ?? 'None yet')
      ) : (
        <span key="until">
          {decision}, and asked anew <When time={until} />
        </span>
      ),
    ],
    ...(says.length === 0 ? [] : [['What is unusual', says.join('; ')] as const]),
    ...(targetId ? [['Account', targetId] as const] : []),
    ...(by ? [['Found by', by] as const] : []),
    ...(owner ? [['The account says it is of', owner] as const] : []),
  ]
}

function Would({ would }: { readonly would: Gives<'GET /usher/why'>['applications'][number] }) {
  const { plan, problem } = would
  if (plan === null)
    return (
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          What would be done cannot be said now. <Says text={problem ?? ''} />
        </MessageBarBody>
      </MessageBar>
    )
  return (
    <>
      <Text>
        It {plan.reason}.{plan.changes.length === 0 && ' No attribute would be written but that.'}
      </Text>
      {plan.changes.length > 0 && (
        <Differences
          label="What would be written"
          heads={['In the application', 'Would be']}
          list={plan.changes.map(({ displayName: name, oldValue, newValue }) => ({
            name,
            before: oldValue,
            after: newValue,
          }))}
        />
      )}
    </>
  )
}
