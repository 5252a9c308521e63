import { Button } from '@fluentui/react-components'
import { type Column, DataTable } from '@usher/parts/data-table.tsx'
import { Section } from '@usher/parts/section.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { When } from '@usher/parts/when.tsx'
import { type Gives, ask } from '../../api/ask.ts'
import { useMay } from '../../api/session.ts'
import { useAsk } from '../../api/use-ask.ts'
import { plural } from '../../parts/numbers.ts'
import { useJob } from '../../parts/use-job.ts'

type Undone = Gives<'GET /usher/apps/{app}/undone'>['undone'][number]
/** As many are listed; all of them can be let go on. */
const most = 100

/** Who was put back and is left alone since; nothing while there is nobody. */
export function Undone() {
  const may = useMay()
  const { at } = useJob()
  const undone = useAsk('GET /usher/apps/{app}/undone', at)
  const lift = useAction({
    run: (who: 'all' | string[]) => ask('POST /usher/apps/{app}/undone', { ...at, body: { who } }),
    done: ({ lifted }) => `${plural(lifted, 'object')} let go on: the next cycle looks at them again.`,
    refresh: ['GET /usher/apps/{app}/undone'],
    failures: 'toast',
  })
  const all = undone.data?.undone ?? []
  if (undone.error === null && all.length === 0) return null
  const mayLift = may('microsoft.directory/servicePrincipals/synchronizationJobs/manage')
  const columns: readonly Column<Undone>[] = [
    { id: 'who', title: 'Who', show: ({ displayName }) => displayName },
    { id: 'since', title: 'Since', width: '190px', show: ({ since }) => <When time={since} /> },
    {
      id: 'problem',
      title: 'Was it put back?',
      isRoomy: true,
      width: '280px',
      wraps: true,
      show: ({ problem }) => problem ?? 'Yes',
    },
    ...(mayLift
      ? [
          {
            id: 'lift',
            title: 'Let go on',
            width: '120px',
            show: ({ id, displayName }: Undone) => (
              <Button size="small" aria-label={`Let ${displayName} go on`} onClick={() => lift.mutate([id])}>
                Let go on
              </Button>
            ),
          },
        ]
      : []),
  ]
  return (
    <Section
      title="Left alone after an undo"
      about="Until something about them changes in the directory, or mappings, filters or settings are saved."
      isFlush
      actions={
        mayLift && all.length > 1 && <Button onClick={() => lift.mutate('all')}>{`Let all ${all.length} go on`}</Button>
      }
    >
      <DataTable
        asked={undone}
        label="Left alone after an undo"
        columns={columns}
        rows={all.slice(0, most)}
        keyOf={({ id }) => id}
        minWidth="700px"
        leastWidth="440px"
        empty={null}
      />
    </Section>
  )
}
