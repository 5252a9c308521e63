import type { Command } from 'commander'
import type { Again, ShownDelivery } from '../../store/deliveries.ts'
import { Failed, query } from '../client.ts'
import { bad, dim, good, plural, type Out } from '../print.ts'
import type { With } from '../with.ts'

const states = { waiting: 'waiting', delivered: 'delivered', 'given-up': 'givenUp' } as const

export function deliveriesCommands(program: Command, run: With): void {
  const deliveries = program
    .command('deliveries')
    .description('what people were told by mail and webhook, and what waits')
  deliveries
    .command('list', { isDefault: true })
    .description('the newest first')
    .option('--state <state>', 'waiting, delivered or given-up')
    .option('--limit <n>', 'how many', '50')
    .action(({ state, limit }: { state?: string; limit: string }) =>
      run(async (client, out) => {
        if (state !== undefined && !(state in states))
          throw new Failed(`Say ${Object.keys(states).join(', ')}, not "${state}".`, 2)
        const which = state === undefined ? undefined : states[state as keyof typeof states]
        const found = await client.get<{ deliveries: ShownDelivery[] }>(
          `/usher/deliveries${query({ state: which, limit })}`,
        )
        out.show(found, () => describe(found.deliveries, out))
      }),
    )
  deliveries
    .command('retry [ids...]')
    .description('send again now: these, or all that failed, whether they wait or were given up')
    .action((ids: string[]) =>
      run(async (client, out) => {
        const wrong = ids.find((id) => !/^\d+$/.test(id))
        if (wrong !== undefined) throw new Failed(`"${wrong}" is no id of a delivery.`, 2)
        const done = await client.send<Again>('POST', '/usher/deliveries/retry', {
          ids: ids.length === 0 ? 'failed' : ids.map(Number),
        })
        if (done.count === 0 && ids.length > 0) throw new Failed('There is no such delivery.', 3)
        out.show(done, () => describeAgain(done, ids.length > 0))
      }),
    )
}

/** What is under way is left alone; what did not fail has a time of its own. */
function describeAgain({ count, soon, waiting }: Again, named: boolean): readonly string[] {
  const some = (n: number): string => plural(n, 'delivery', 'deliveries')
  return [
    count === 0 && soon === 0
      ? 'Nothing failed, so there is nothing to send again.'
      : `${some(count)} tried again now; usher deliveries says what comes of it`,
    ...(named || soon === 0 ? [] : [dim(`${some(soon)} under way, or tried again within three minutes`)]),
    ...(named || waiting === 0 ? [] : [dim(`${some(waiting)} not due yet: gathered for a digest, or new`)]),
  ]
}

function describe(deliveries: readonly ShownDelivery[], out: Out): readonly string[] {
  if (deliveries.length === 0) return ['Nobody was told anything.']
  const troubled = deliveries.filter(({ error }) => error !== null)
  return [
    ...out.table(
      ['id', 'at', 'what', 'to', 'state', 'tries', 'next'],
      deliveries.map((one) => [
        String(one.id),
        out.time(one.at),
        one.application === null ? one.kind : `${one.application}: ${one.kind}`,
        one.recipient,
        stateOf(one),
        String(one.attempts),
        one.next === null ? '' : out.time(one.next),
      ]),
    ),
    ...(troubled.length === 0 ? [] : ['']),
    ...troubled.map(({ id, error }) => `${dim(String(id))} ${error}`),
    ...(deliveries.some(({ state, error }) => state === 'givenUp' || (state === 'waiting' && error !== null))
      ? [dim('usher deliveries retry sends again what failed.')]
      : []),
  ]
}

function stateOf({ state }: ShownDelivery): string {
  switch (state) {
    case 'delivered':
      return good('delivered')
    case 'givenUp':
      return bad('given up')
    case 'waiting':
      return 'waiting'
  }
}
