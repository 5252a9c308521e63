import { useState } from 'react'
import { Text } from '@fluentui/react-components'
import { Ask } from '@usher/parts/ask.tsx'
import { Loaded } from '@usher/parts/loaded.tsx'
import { useAction } from '@usher/parts/use-action.tsx'
import { useQuery } from '@tanstack/react-query'
import { ask, lines } from '../../api/ask.ts'
import { Counting } from '../../parts/counting.tsx'
import { plural } from '../../parts/numbers.ts'
import { useJob } from '../../parts/use-job.ts'
import type { Change } from './rows.ts'

type Line = {
  readonly decides?: boolean
  readonly progress?: { readonly read: number }
  readonly plan?: Readonly<Record<'read' | 'create' | 'update' | 'disable' | 'delete' | 'held' | 'problems', number>>
}
type Props = { readonly change: Change; readonly onClose: () => void }

/** Says first what changed settings would do, when they decide about anybody. */
export function ApplyDialog({ change, onClose }: Props) {
  const { at } = useJob()
  const [read, move] = useState(0)
  const plan = useQuery({
    queryKey: ['what settings would do', at, change],
    queryFn: async ({ signal }) => {
      let found: Line = {}
      const asked = { ...at, query: { ...at.query, limit: 0 }, body: change }
      for await (const line of lines<Line>('POST /usher/apps/{app}/settings/plan', asked, signal)) {
        found = { ...found, ...line }
        if (line.progress !== undefined) move(line.progress.read)
      }
      return found
    },
    retry: false,
    gcTime: 0,
  })
  const save = useAction({
    run: () => ask('PATCH /usher/apps/{app}/settings', { ...at, body: change }),
    done: plan.data?.decides === true ? 'Applied. Everybody is looked at again.' : 'Applied.',
    refresh: ['GET /usher/apps/{app}/settings', 'GET /usher/apps/{app}/status', 'GET /usher/apps/{app}/jobs', 'GET /usher/status', 'GET /usher/apps/{app}/deprovisioning'], // prettier-ignore
    onDone: onClose,
  })
  return (
    <Ask
      title="Apply these settings?"
      verb={plan.isPending ? 'Apply without counting' : 'Apply'}
      isPending={save.isPending}
      error={save.error}
      onYes={() => save.mutate()}
      onClose={onClose}
    >
      {plan.isPending ? (
        <Counting read={read} />
      ) : (
        <Loaded query={plan}>
          {({ decides, plan: counts }) =>
            decides !== true ? (
              <Text>They decide about nobody: they say when, how fast, or to whom something is told.</Text>
            ) : (
              <>
                <Text>Everybody is looked at again: a new initial cycle begins after the one that may be running.</Text>
                {counts !== undefined && <Text>{inNumbers(counts)}</Text>}
              </>
            )
          }
        </Loaded>
      )}
    </Ask>
  )
}

function inNumbers({ read, create, update, disable, delete: gone, held, problems }: NonNullable<Line['plan']>): string {
  const parts = [
    [create, 'created'],
    [update, 'updated'],
    [disable, 'disabled'],
    [gone, 'deleted'],
    [held, 'held'],
    [problems, 'failing'],
  ] as const
  const told = parts.flatMap(([count, what]) => (count === 0 ? [] : [`${count.toLocaleString('en')} ${what}`]))
  return `Of ${plural(read, 'object')} that would be looked at: ${told.length === 0 ? 'nothing changes' : told.join(', ')}.`
}
