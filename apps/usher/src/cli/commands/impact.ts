/** What saving would do to everybody, before it is saved (BT-4). */
import { agree } from '../ask.ts'
import { Failed, ofJob, type Client, type JobChoice } from '../client.ts'
import { dim } from '../print.ts'
import type { App } from './job.ts'
import { countsIn, describeCounts } from './plan.ts'

type Saving = {
  readonly app: string
  readonly which: JobChoice
  /** Where the plan of what is proposed is asked for: `/schema/plan`, `/settings/plan`. */
  readonly path: string
  readonly proposed: unknown
}

/**
 * Asks, unless the job was never started, or what is proposed decides about nobody.
 *
 * Throws `Failed` (4) when a person does not agree.
 */
export async function agreeToImpact(client: Client, { app, which, path, proposed }: Saving): Promise<void> {
  const { job } = await client.get<App>(ofJob(app, '/status', which))
  if (job.state === 'Disabled') return
  const counts = await countsIn(client.lines('POST', ofJob(app, path, which, { limit: 0 }), proposed)).catch(unknown)
  if (counts === null) return
  const lines = [
    'With this saved:',
    ...describeCounts({ ...counts, omitted: 0 }),
    ...(path === '/schema/plan' ? [dim(`usher plan ${JSON.stringify(app)} --schema FILE shows each of them.`)] : []),
  ]
  await agree(lines, 'Save it?', 'Nothing was saved.')
}

/** Only an application that cannot be asked is no fault of what is proposed: that would be refused when it is saved, too. */
function unknown(error: unknown): never {
  if (!(error instanceof Failed) || error.exitCode !== 5) throw error
  throw new Failed(
    `What it would do cannot be told. ${error.message} Nothing was saved; --yes saves it without looking.`,
    error.exitCode,
  )
}
