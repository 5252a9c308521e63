/** The provisioning log as three files of comma-separated values, joined by `changeId` (engine.md LG-31). */
import type { ProvisioningObjectSummary } from '@usher/engine'
import { stringify } from 'csv-stringify/sync'

type Cell = string | number | null
type Column<T> = readonly [name: string, cell: (one: T) => Cell]
type Summary = ProvisioningObjectSummary
/** `rows`: those of one line of the log. */
type File<T> = { readonly columns: readonly Column<T>[]; readonly rows: (summary: Summary) => readonly T[] }

const json = (value: object): string => JSON.stringify(value)
const error = (one: Summary) => one.provisioningStatusInfo.errorInformation

const logs: File<Summary> = {
  rows: (summary) => [summary],
  columns: [
    ['id', (one) => one.id],
    ['activityDateTime', (one) => one.activityDateTime],
    ['tenantId', (one) => one.tenantId],
    ['jobId', (one) => one.jobId],
    ['cycleId', (one) => one.cycleId],
    ['changeId', (one) => one.changeId],
    ['provisioningAction', (one) => one.provisioningAction],
    ['status', (one) => one.provisioningStatusInfo.status],
    ['durationInMilliseconds', (one) => one.durationInMilliseconds],
    ['initiatedBy', (one) => one.initiatedBy.displayName],
    ['servicePrincipalId', (one) => one.servicePrincipal.id],
    ['servicePrincipalName', (one) => one.servicePrincipal.displayName],
    ['sourceSystem', (one) => one.sourceSystem.displayName],
    ['targetSystem', (one) => one.targetSystem.displayName],
    ['sourceIdentityId', (one) => one.sourceIdentity.id],
    ['sourceIdentityName', (one) => one.sourceIdentity.displayName],
    ['sourceIdentityType', (one) => one.sourceIdentity.identityType],
    ['sourceIdentityDetails', (one) => json(one.sourceIdentity.details)],
    ['targetIdentityId', (one) => one.targetIdentity.id],
    ['targetIdentityName', (one) => one.targetIdentity.displayName],
    ['targetIdentityType', (one) => one.targetIdentity.identityType],
    ['errorCode', (one) => error(one)?.errorCode ?? null],
    ['errorReason', (one) => error(one)?.reason ?? null],
    ['errorCategory', (one) => error(one)?.errorCategory ?? null],
    ['additionalDetails', (one) => error(one)?.additionalDetails ?? null],
    ['recommendedAction', (one) => error(one)?.recommendedAction ?? null],
    ['reason', (one) => one.usher.reason],
  ],
}

type Of<Part> = { readonly of: Summary; readonly part: Part }

const steps: File<Of<Summary['provisioningSteps'][number]>> = {
  rows: (of) => of.provisioningSteps.map((part) => ({ of, part })),
  columns: [
    ['changeId', ({ of }) => of.changeId],
    ['name', ({ part }) => part.name],
    ['provisioningStepType', ({ part }) => part.provisioningStepType],
    ['status', ({ part }) => part.status],
    ['description', ({ part }) => part.description],
    ['details', ({ part }) => json(part.details)],
  ],
}

const properties: File<Of<Summary['modifiedProperties'][number]>> = {
  rows: (of) => of.modifiedProperties.map((part) => ({ of, part })),
  columns: [
    ['changeId', ({ of }) => of.changeId],
    ['displayName', ({ part }) => part.displayName],
    ['oldValue', ({ part }) => part.oldValue],
    ['newValue', ({ part }) => part.newValue],
  ],
}

/** Text of one part of a file; the first part has the names of the columns. */
export type Print = (lines: readonly Summary[], isFirst: boolean) => string

export const csvFiles = {
  'ProvisioningLogs.csv': printed(logs),
  'ProvisioningLogs_ProvisioningSteps.csv': printed(steps),
  'ProvisioningLogs_ModifiedProperties.csv': printed(properties),
} as const satisfies Record<string, Print>

function printed<T>({ columns, rows }: File<T>): Print {
  return (lines, isFirst) =>
    commaSeparated(
      columns.map(([name]) => name),
      lines.flatMap(rows).map((row) => columns.map(([, cell]) => cell(row))),
      isFirst,
    )
}

/** A value that a spreadsheet would compute gets an apostrophe before it. */
export function commaSeparated(names: readonly string[], rows: readonly (readonly Cell[])[], isFirst: boolean): string {
  const all = isFirst ? [names, ...rows] : rows
  return stringify(all as Cell[][], { escape_formulas: true, record_delimiter: 'windows' })
}
