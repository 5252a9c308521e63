import { query, type Client } from '../client.ts'
import type { Out } from '../print.ts'

type Row = {
  readonly at: string
  readonly cycleId: string
  readonly because: string
  readonly says: string
  readonly count: number
}

/** How many were left out of scope, a row for each cycle and reason. */
export async function showLeftOut(client: Client, out: Out, asked: Parameters<typeof query>[0]): Promise<void> {
  const { leftOut } = await client.get<{ leftOut: readonly Row[] }>(`/usher/log/left-out${query(asked)}`)
  const rows = leftOut.map(({ at, says, count, cycleId }) => [out.time(at), String(count), says, cycleId])
  out.show(leftOut, () =>
    rows.length === 0
      ? ['Nobody was left out of scope.']
      : out.table(['When', 'How many', 'Reason', { title: 'Cycle', extra: true }], rows),
  )
}
