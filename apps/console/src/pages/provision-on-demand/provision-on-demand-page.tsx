import { useState } from 'react'
import { Button, MessageBar, MessageBarBody, Spinner, Text, makeStyles } from '@fluentui/react-components'
import { ArrowClockwiseRegular } from '@fluentui/react-icons/svg/arrow-clockwise'
import { PersonSearchRegular } from '@fluentui/react-icons/svg/person-search'
import { useQuery } from '@tanstack/react-query'
import { Ask } from '@usher/parts/ask.tsx'
import { Failed } from '@usher/parts/failed.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useAddress } from '@usher/parts/use-address.ts'
import { ask } from '../../api/ask.ts'
import { plural } from '../../parts/numbers.ts'
import { ResultBadge } from '../../parts/result-badge.tsx'
import { useJob } from '../../parts/use-job.ts'
import { ChooseWhom } from './choose-whom.tsx'
import { StepCard } from './step-card.tsx'
import { type Demanded, idsIn, wouldBe } from './told.ts'

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  steps: { display: 'flex', flexDirection: 'column', gap: '10px', margin: 0, padding: 0, listStyleType: 'none' },
})

/** UI-12: some people or groups, now, and every step of it. First it is only looked; the address holds whom at. */
export function ProvisionOnDemandPage() {
  const [query, change] = useAddress()
  const who = idsIn(query.get('who'))
  if (who.length === 0)
    return <ChooseWhom onLook={(ids, members) => change({ who: ids.join(','), members: members.join(',') }, true)} />
  const members = idsIn(query.get('members'))
  return (
    <Looked
      key={`${who.join()}/${members.join()}`}
      who={who}
      members={members}
      onOther={() => change({ who: undefined, members: undefined }, true)}
    />
  )
}

type Props = { readonly who: readonly string[]; readonly members: readonly string[]; readonly onOther: () => void }

function Looked({ who, members, onOther }: Props) {
  const styles = useStyles()
  const { at } = useJob()
  const [isAsking, askFirst] = useState(false)
  const body = { who: [...who], members: [...members] }
  const look = useQuery({
    queryKey: ['on demand', at, body],
    queryFn: () => ask('POST /usher/apps/{app}/provision', { ...at, body: { ...body, write: false } }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const apply = useAction({
    run: () => ask('POST /usher/apps/{app}/provision', { ...at, body: { ...body, write: true } }),
    refresh: ['GET /usher/apps/{app}/status', 'GET /usher/log'],
    onDone: () => askFirst(false),
  })
  const results = apply.data?.results ?? look.data?.results
  const would = apply.data === undefined ? wouldBe(results ?? []) : null
  const again = (): void => {
    apply.reset()
    void look.refetch()
  }
  return (
    <>
      <div className={styles.bar} role="toolbar" aria-label="Provision on demand">
        {apply.data === undefined && (
          <Button
            appearance="primary"
            disabledFocusable={would === null || look.isFetching}
            onClick={() => askFirst(true)}
          >
            Apply
          </Button>
        )}
        <Button icon={<ArrowClockwiseRegular />} disabledFocusable={look.isFetching} onClick={again}>
          Retry
        </Button>
        <Button icon={<PersonSearchRegular />} onClick={onOther}>
          Another object
        </Button>
      </div>
      <Failed error={look.error} again={look.refetch} />
      {look.isFetching && <Spinner size="small" label={`Looking at ${plural(who.length, 'object')} …`} />}
      {results !== undefined && !look.isFetching && <Outcome would={would} isApplied={apply.data !== undefined} />}
      {!look.isFetching &&
        results?.map((one) => (
          <Result key={`${one.job}/${one.type}/${one.id}`} demanded={one} isSeveral={hasSeveralJobs(results)} />
        ))}
      {isAsking && (
        <Ask
          title="Apply what was shown?"
          verb="Apply"
          isPending={apply.isPending}
          error={apply.error}
          onYes={() => apply.mutate()}
          onClose={() => askFirst(false)}
        >
          <Text>At once, {would}. It is looked at again first, and written whatever it comes to then.</Text>
          <Text>
            That is consent too to what accidental-deletion prevention would hold, to taking over the account that was
            found, and to what an undo put back.
          </Text>
        </Ask>
      )}
    </>
  )
}

function hasSeveralJobs(results: readonly Demanded[]): boolean {
  return new Set(results.map(({ job }) => job)).size > 1
}

function Outcome({ would, isApplied }: { readonly would: string | null; readonly isApplied: boolean }) {
  const says = isApplied
    ? 'This is what was done.'
    : would === null
      ? 'Nothing would be written. The steps say why.'
      : `Nothing is written yet. When you apply it, ${would}.`
  return (
    <MessageBar intent={isApplied ? 'success' : 'info'} layout="multiline">
      <MessageBarBody>{says}</MessageBarBody>
    </MessageBar>
  )
}

function Result({ demanded, isSeveral }: { readonly demanded: Demanded; readonly isSeveral: boolean }) {
  const styles = useStyles()
  const { displayName, type, job, result, steps, reason } = demanded
  return (
    <Section
      title={isSeveral ? `${displayName} · ${job}` : displayName}
      about={reason === '' ? type : `${type}; it ${reason}`}
      actions={<ResultBadge result={result} />}
    >
      <ol className={styles.steps} aria-label={`Steps of ${displayName}`}>
        {steps.map((step, at) => (
          <StepCard key={`${step.step}${at}`} step={step} at={at + 1} />
        ))}
      </ol>
    </Section>
  )
}
