/** A line of the provisioning log as Graph has it: `provisioningObjectSummary` (engine.md LG-20). */
import type { Instant } from '../types.ts'
import { logEntry, type LogEntry } from './log-entry.ts'
import type { LogRecord } from './log-record.ts'

export type ProvisioningObjectSummary = LogEntry & {
  readonly id: string
  readonly tenantId: string
  readonly jobId: string
  readonly cycleId: string
  readonly changeId: string
  /** What the requests to the application took. */
  readonly durationInMilliseconds: number
  readonly initiatedBy: { readonly id: string; readonly displayName: string; readonly initiatorType: 'system' | 'user' }
  readonly servicePrincipal: { readonly id: string; readonly displayName: string }
  readonly sourceSystem: ProvisioningSystem
  readonly targetSystem: ProvisioningSystem
}
export type ProvisioningSystem = {
  readonly id: string
  readonly displayName: string
  readonly details: Readonly<Record<string, string>>
}

/** Where a line stands. `application` null: it is about an import into the directory, not about an application. */
export type LinePlace = {
  readonly id: number
  readonly at: Instant
  readonly tenantId: string
  readonly jobId: string
  readonly cycleId: string
  readonly application: { readonly id: string; readonly displayName: string } | null
  readonly milliseconds: number
}

const usher = { id: 'usher', displayName: 'Usher', initiatorType: 'system' } as const
const directory = { id: 'directory', displayName: 'Usher directory', details: {} }
const api = { id: 'api', displayName: 'API', details: {} }
const file = { id: 'csv', displayName: 'CSV import', details: {} }

export function objectSummary(record: LogRecord, place: LinePlace): ProvisioningObjectSummary {
  const { application } = place
  return {
    id: String(place.id),
    tenantId: place.tenantId,
    jobId: place.jobId,
    cycleId: place.cycleId,
    changeId: changeIdOf(place),
    durationInMilliseconds: place.milliseconds,
    initiatedBy: usher,
    servicePrincipal: application ?? { id: '', displayName: '' },
    ...systemsOf(record, application),
    ...logEntry(record, place.at),
  }
}

function systemsOf(
  { facts: { inbound } }: LogRecord,
  application: LinePlace['application'],
): Pick<ProvisioningObjectSummary, 'sourceSystem' | 'targetSystem'> {
  if (inbound !== undefined) return { sourceSystem: api, targetSystem: directory }
  if (application === null) return { sourceSystem: file, targetSystem: directory }
  return { sourceSystem: directory, targetSystem: systemOf(application) }
}

function systemOf({ id, displayName }: NonNullable<LinePlace['application']>): ProvisioningSystem {
  const details = { ApplicationId: id, ServicePrincipalId: id, ServicePrincipalDisplayName: displayName }
  return { id, displayName, details }
}

/** A change is one line of one cycle: the cycle's id, with the line's number in its last twelve digits. */
export function changeIdOf({ cycleId, id }: Pick<LinePlace, 'cycleId' | 'id'>): string {
  return `${cycleId.slice(0, 24)}${id.toString(16).padStart(12, '0')}`
}

/** The number of the line that a change is; null when it has not the form of a change id. */
export function lineOfChange(changeId: string): number | null {
  const digits = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-([0-9a-f]{12})$/i.exec(changeId)?.[1]
  return digits === undefined ? null : Number.parseInt(digits, 16)
}
