import { useState } from 'react'
import { Button, MessageBar, MessageBarBody, Text, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowLeftRegular } from '@fluentui/react-icons/svg/arrow-left'
import { ArrowUndoRegular } from '@fluentui/react-icons/svg/arrow-undo'
import { Loaded } from '@usher/parts/loaded.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { When } from '@usher/parts/when.tsx'
import { useMay } from '../../api/session.ts'
import { usePages } from '../../api/use-pages.ts'
import { Figures } from '../../parts/figures.tsx'
import { plural } from '../../parts/numbers.ts'
import { useJob } from '../../parts/use-job.ts'
import { ApplyDialog } from './apply-dialog.tsx'
import { ChangeList } from './change-list.tsx'
import { type Plan, appliedIn, kinds, obstacles, outcomeInWords, waitingIn } from './changes.ts'
import { UndoDialog } from './undo-dialog.tsx'

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  quiet: { color: tokens.colorNeutralForeground3 },
})

/** One plan: what it comes to, change by change, and what became of it. */
export function OnePlan({ id }: { readonly id: string }) {
  const { at } = useJob()
  const [query, change] = useAddress()
  const of = (name: string): string => query.get(name) ?? ''
  const which = Object.fromEntries(
    ['action', 'attribute', 'name', 'outcome'].flatMap((name) => (of(name) === '' ? [] : [[name, of(name)]])),
  )
  const pages = usePages(
    'GET /usher/apps/{app}/plans/{id}',
    { path: { ...at.path, id }, query: { ...at.query, ...which, limit: 50 } },
    ({ changes }) => changes,
  )
  return (
    <Loaded query={{ data: pages.first, error: pages.error, refetch: pages.refetch }}>
      {({ plan, matching }) => (
        <>
          <Told
            plan={plan}
            onBack={() =>
              change(
                { plan: undefined, action: undefined, attribute: undefined, name: undefined, outcome: undefined },
                true,
              )
            }
          />
          <ChangeList plan={plan} matching={matching} list={pages} query={query} change={change} />
        </>
      )}
    </Loaded>
  )
}

function Told({ plan, onBack }: { readonly plan: Plan; readonly onBack: () => void }) {
  const styles = useStyles()
  const may = useMay()
  const [asked, ask] = useState<'apply' | 'undo' | null>(null)
  const { madeAt, expiresAt, actor, counts, state } = plan
  const mayApply = may('microsoft.directory/servicePrincipals/synchronizationJobs/manage')
  const waits = waitingIn(plan)
  const obstacle = obstacles[state]
  return (
    <>
      <div className={styles.bar} role="toolbar" aria-label="Plan">
        <Button icon={<ArrowLeftRegular />} onClick={onBack}>
          All plans
        </Button>
        {mayApply && (
          <Button appearance="primary" disabled={waits === 0 || obstacle !== null} onClick={() => ask('apply')}>
            {waits === 0 ? 'Apply' : `Apply ${waits.toLocaleString('en')}`}
          </Button>
        )}
        {mayApply && appliedIn(plan) > 0 && (
          <Button icon={<ArrowUndoRegular />} onClick={() => ask('undo')}>
            Undo this plan
          </Button>
        )}
      </div>
      {obstacle !== null && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{obstacle}</MessageBarBody>
        </MessageBar>
      )}
      <Section
        title="What it would do"
        about={
          <>
            Made <When time={madeAt} /> by {actor}, good until <When time={expiresAt} />. {outcomeInWords(plan)}.
          </>
        }
      >
        {counts !== null && (
          <>
            <Figures
              figures={kinds
                .filter(({ value }) => value !== 'members')
                .map(({ value, text }) => ({ label: text, value: counts.actions[value] ?? 0 }))}
            />
            <Text className={styles.quiet}>
              {plural(counts.read, 'object')} looked at;{' '}
              {plural(skipped(counts.skipped), 'stays as it is', 'stay as they are')}.
              {counts.adoptions > 0 && ` ${plural(counts.adoptions, 'existing account')} would be taken over.`}
              {counts.members.added + counts.members.removed > 0 &&
                ` Groups: ${plural(counts.members.added, 'member')} added, ${counts.members.removed} removed.`}
            </Text>
          </>
        )}
      </Section>
      {asked === 'apply' && <ApplyDialog plan={plan} onClose={() => ask(null)} />}
      {asked === 'undo' && <UndoDialog what={{ plan: plan.id }} title="Undo this plan?" onClose={() => ask(null)} />}
    </>
  )
}

function skipped(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
