import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Text } from '@fluentui/react-components'
import { When } from '@usher/parts/when.tsx'
import { heldAddress } from '../../parts/address-of.ts'
import type { Status } from '../../parts/job-state.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Says } from '../../parts/says.tsx'
import { plural } from '../../parts/numbers.ts'
import { waiting } from '../../parts/waiting.ts'

/** What is the matter with a job, why, and the step that ends it. */
export function Banners({ status: { id, name, job } }: { readonly status: Status }) {
  const { quarantine, secretRefused, restored, lastError, failed } = job
  return (
    <>
      {quarantine !== null && <Quarantine quarantine={quarantine} isOff={job.state === 'Disabled'} />}
      {secretRefused !== null && <Bar intent="error" title={secretRefused.sentence} />}
      {restored !== null && <Bar intent="warning" title={restored.sentence} />}
      {waiting.map(({ kind, one, count }) =>
        count(job) === 0 ? null : (
          <Bar
            key={kind}
            intent="warning"
            title={`${plural(count(job), one)} held.`}
            actions={
              <LinkButton to={heldAddress(id, job, kind)} label={`Review ${plural(count(job), one)}`}>
                Review
              </LinkButton>
            }
          >
            {count(job) === 1 ? 'It waits' : 'They wait'} for you to allow or reject; everything else goes on.
          </Bar>
        ),
      )}
      {quarantine === null && lastError !== null && (
        <Bar intent="warning" title={`${name} could not be asked.`}>
          <Says text={lastError.message} /> It is tried again by itself.
        </Bar>
      )}
      {failed > 0 && (
        <Bar intent="warning" title={`${plural(failed, 'object')} ${failed === 1 ? 'fails' : 'fail'}.`}>
          {failed === 1 ? 'It is' : 'They are'} tried again, each time later than before.
        </Bar>
      )}
    </>
  )
}

type Known = NonNullable<Status['job']['quarantine']>

function Quarantine({ quarantine, isOff }: { readonly quarantine: Known; readonly isOff: boolean }) {
  const { error, evidence, currentBegan, nextAttempt, seriesCount } = quarantine
  const { request, status, said, object, failures, successes, remedy } = evidence
  return (
    <Bar intent="error" title={`In quarantine: ${error.message}`}>
      <Text block>
        <strong>To lift it:</strong> <Says text={remedy} />
      </Text>
      <Text block>
        Since <When time={currentBegan} />.{' '}
        {isOff ? (
          <>Switched off after {plural(seriesCount, 'attempt')}; it is not tried again by itself.</>
        ) : (
          <>
            Next attempt <When time={nextAttempt} />.
          </>
        )}
      </Text>
      {request !== null && (
        <Text block>
          Asked <code>{request}</code>, {status === null ? 'and no answer came' : `and it answered ${status}`}.
          {said !== null && !error.message.includes(said.replace(/\.$/, '')) && ` It said: ${said}`}
        </Text>
      )}
      {object !== null && <Text block>About {object.displayName}.</Text>}
      <Text block>
        {plural(failures, 'object')} failing, {successes.toLocaleString('en')} as they should be.
      </Text>
    </Bar>
  )
}

type BarProps = {
  readonly intent: 'error' | 'warning'
  readonly title: string
  readonly actions?: React.ReactNode
  readonly children?: React.ReactNode
}

function Bar({ intent, title, actions, children }: BarProps) {
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>
          <Says text={title} />
        </MessageBarTitle>{' '}
        {children}
      </MessageBarBody>
      {actions !== undefined && <MessageBarActions>{actions}</MessageBarActions>}
    </MessageBar>
  )
}
