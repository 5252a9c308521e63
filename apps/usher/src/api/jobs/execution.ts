/** A cycle in the words of the Graph: `synchronizationTaskExecution` (ER-8). */
import type { Failures } from '../../store/health.ts'
import type { LastCycle } from '../../store/jobs.ts'
import type { Counts } from '../../store/job-counts.ts'

/** A cycle of an older version counted less. */
const absent = { gathered: 0, changesHeld: 0, adoptions: 0, members: { added: 0, removed: 0, missing: 0, failed: 0 } }

export type Execution = {
  readonly activityIdentifier: string | null
  readonly countEntitled: number
  readonly countEntitledForProvisioning: number
  readonly countEscrowed: number
  readonly countEscrowedRaw: number
  readonly countExported: number
  readonly countExports: number
  readonly countImported: number
  readonly countImportedDeltas: number
  readonly countImportedReferenceDeltas: number
  readonly state: 'Succeeded' | 'Failed' | 'EntryLevelErrors'
  readonly timeBegan: string
  readonly timeEnded: string
}

/**
 * `countEscrowed`: objects that fail now; raw: with references, and what is held. Exports are what was to be written;
 * `countExported` is what was.
 */
export function executionOf(
  cycle: LastCycle,
  { counts, failures }: { readonly counts: Pick<Counts, 'held' | 'changesHeld'>; readonly failures: Failures | null },
): Execution {
  const { created, updated, disabled, deleted, failed, held, gathered, changesHeld, adoptions, read, members } = {
    ...absent,
    ...cycle,
  }
  const changed = members.added + members.removed
  const exported = created + updated + disabled + deleted + changed
  const open = failures?.failures ?? 0
  return {
    activityIdentifier: cycle.id ?? null,
    countEntitled: cycle.inScope,
    countEntitledForProvisioning: Math.max(0, cycle.inScope - failed),
    countEscrowed: open,
    countEscrowedRaw: open + (failures?.references ?? 0) + counts.held + counts.changesHeld,
    countExported: exported,
    countExports: exported + failed + members.failed + held + gathered + changesHeld + adoptions,
    countImported: read,
    countImportedDeltas: cycle.cycle === 'initial' ? 0 : read,
    countImportedReferenceDeltas: cycle.references.set + changed,
    state: failed + members.failed > 0 ? 'EntryLevelErrors' : 'Succeeded',
    timeBegan: cycle.began,
    timeEnded: cycle.ended,
  }
}
