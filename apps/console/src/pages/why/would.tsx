import { Badge, MessageBar, MessageBarBody, Text } from '@fluentui/react-components'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useQuery } from '@tanstack/react-query'
import { type Takes, ask } from '../../api/ask.ts'
import { Says } from '../../parts/says.tsx'
import { Checks } from '../../parts/checks.tsx'
import { Requests } from './requests.tsx'

export type Supposed = Takes<'POST /usher/apps/{app}/suppose'>['body']['suppose']

type Props = {
  readonly app: string
  readonly job?: string | undefined
  readonly title: string
  readonly who: string
  readonly suppose: Supposed
}

/** What one application would be asked if it were so. Nothing is sent. */
export function Would({ app, job, title, who, suppose }: Props) {
  const would = useQuery({
    queryKey: ['POST /usher/apps/{app}/suppose', app, job, who, suppose],
    queryFn: () =>
      ask('POST /usher/apps/{app}/suppose', {
        path: { app },
        query: job === undefined ? {} : { job },
        body: { who, suppose },
      }),
    retry: false,
  })
  return (
    <Section title={title}>
      <Loaded query={would}>
        {({ plan, inScope, checks, requests }) => (
          <>
            <div>
              <Badge appearance="tint" color={colorOf(plan.action)}>
                {plan.action === 'none' ? 'Nothing is sent' : plan.action}
              </Badge>
            </div>
            <Text>It {plan.reason}.</Text>
            {plan.problem !== null && (
              <MessageBar intent="error" layout="multiline">
                <MessageBarBody>
                  <Says text={plan.problem.message} app={app} {...(job !== undefined && { job })} />
                </MessageBarBody>
              </MessageBar>
            )}
            <Requests requests={requests} />
            {suppose.event === 'leaveGroup' && <Text>Where the group is provisioned too, it loses the member.</Text>}
            {!inScope && <Checks checks={checks.filter(({ passed }) => !passed)} />}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function colorOf(action: string): 'success' | 'warning' | 'danger' | 'subtle' {
  return action === 'create' || action === 'update' ? 'success' : action === 'disable' ? 'warning' : action === 'delete' ? 'danger' : 'subtle' // prettier-ignore
}
