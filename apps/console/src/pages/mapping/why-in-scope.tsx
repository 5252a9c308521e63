import { Text } from '@fluentui/react-components'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Failed } from '@usher/parts/failed.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { useSettled } from '@usher/parts/use-settled.ts'
import { ask } from '../../api/ask.ts'
import { Checks } from '../../parts/checks.tsx'
import type { PartProps } from './editing.tsx'
import { PersonChoice } from './person-choice.tsx'

/** Why one person is in scope or is not: every check with the value it saw. The address says who. */
export function WhyInScope({ app, job, draft, placed }: PartProps) {
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
          <Checks checks={why.data.checks} />
        </>
      )}
    </Section>
  )
}
