/** One import, told line by line: its progress, then its report. The log keeps what it says about rows, the audit log that it was made. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { InboundMapping } from '../../import/inbound-mapping.ts'
import { importPeople, type ImportEvent } from '../../import/import-people.ts'
import { contextOf } from '../../runner/open-job.ts'
import { audit } from '../../store/audit.ts'
import { Wrong } from '../../store/directory.ts'
import { previewStore } from '../../store/import-preview.ts'
import { importStore } from '../../store/import-rows.ts'
import { logImport, type ImportLine } from '../../store/log.ts'
import type { Context } from '../context.ts'

export type Importing = {
  readonly csv: AsyncIterable<Uint8Array>
  readonly name: string
  readonly mapping: InboundMapping
  /** Whoever is not in the file is disabled. */
  readonly complete: boolean
  /** However many are disabled by it. */
  readonly allowRemovals: boolean
  /** Nothing is written, and the report says what would be. */
  readonly preview: boolean
  readonly actor: string
}
type Line = (value: unknown) => void

/** More events of one import than anybody reads line by line; the report counts them all. */
const mostLines = 100_000

/** Refuses a file that cannot say who is absent. */
export function checkComplete({ mapping, complete }: Pick<Importing, 'mapping' | 'complete'>): void {
  if (complete && mapping.scope.length > 0)
    throw new Wrong(
      'invalid',
      'The mapping has a scoping filter, so the file does not say who is absent: leave --complete away.',
    )
}

export async function runImport({ house }: Context, importing: Importing, line: Line): Promise<void> {
  const { csv, name, mapping, complete, allowRemovals, preview, actor } = importing
  const lines: ImportLine[] = []
  const open = preview ? previewStore : importStore
  const report = await importPeople({
    csv,
    name,
    mapping,
    store: open(house.store, { complete, managers: mapping.manager !== null, ...(allowRemovals && { limits: null }) }),
    context: { ...(await contextOf(house)), random: (count) => randomBytes(count) },
    progress: (progress) => line({ progress }),
    tell: (event) => {
      if (lines.length < mostLines) lines.push(lineOf(event))
    },
  })
  if (!preview) {
    const importId = randomUUID()
    for (let start = 0; start < lines.length; start += 500)
      await logImport(house.store, importId, lines.slice(start, start + 500))
    const { rows, people, created, updated } = report
    await audit(house.store, { actor, activity: 'Import', object: name, details: { rows, people, created, updated } })
  }
  line({ report, preview })
}

function lineOf(event: ImportEvent): ImportLine {
  const base = { action: 'other' as const, objectId: '', displayName: '', advice: null }
  switch (event.kind) {
    case 'superseded':
      return {
        ...base,
        result: 'skipped',
        reason: 'supersededRow',
        displayName: event.key,
        sentence: `row ${event.row} is replaced by row ${event.byRow} of the same person`,
      }
    case 'skipped':
      return {
        ...base,
        result: 'warning',
        reason: 'skippedRow',
        sentence: `row ${event.row} (line ${event.line}) was left out: ${event.reason}`,
      }
    case 'problem':
      return {
        ...base,
        result: 'warning',
        reason: 'mappingProblem',
        displayName: event.key,
        sentence: `row ${event.row} (line ${event.line}): ${event.reason}`,
      }
    case 'held':
      return {
        ...base, result: 'skipped', reason: 'removalHeld', objectId: event.userId, displayName: event.name, sentence: event.reason,
        advice: 'Look at the file. To disable them all the same: usher import with --allow-removals.',
      } // prettier-ignore
    case 'refused':
      return { ...base, result: 'failure', reason: 'refused', displayName: event.key, sentence: event.reason }
    case 'managerUnknown':
      return {
        ...base, result: 'warning', reason: 'managerUnknown', objectId: event.userId, displayName: event.key,
        sentence: `the manager ${event.managerKey} is not in the directory`,
        advice: 'Import that person too; the manager is then settled by itself.',
      } // prettier-ignore
  }
}
