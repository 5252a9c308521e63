/** The end of applications over the Graph: their jobs stop first, and accounts in the application are left alone. */
import { audit } from '../store/audit.ts'
import { jobsOfDeleted, softDelete, type ApplicationKind } from '../store/deleted-applications.ts'
import { setState } from '../store/jobs.ts'
import { graphAppId } from './access/permissions.ts'
import type { Call } from './route.ts'
import { GraphFault } from './wire/fault.ts'

type Ended = {
  readonly kind: ApplicationKind
  readonly id: string
  readonly appId: string
  readonly displayName: string
}

export async function endApplication(
  { context, caller }: Call,
  { kind, id, appId, displayName }: Ended,
): Promise<void> {
  const { house, runner } = context
  if (appId === graphAppId)
    throw new GraphFault('badRequest', `${displayName} belongs to this service and cannot be deleted.`)
  for (const job of await jobsOfDeleted(house.store, { kind, id })) {
    // Paused first, so that nobody begins a cycle between its end and the removal.
    await setState(house.store, job, 'Paused')
    await runner.stop(job)
  }
  await softDelete(house.store, { kind, id })
  await audit(house.store, {
    actor: caller.name,
    activity: kind === 'application' ? 'Delete application' : 'Remove service principal',
    object: displayName,
  })
}
