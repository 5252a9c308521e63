/** What codes are called where people read them. JSON, files and fields of the log keep the codes. */
import type { LogRecord, OutOfScope, ReasonCode } from '@usher/engine'
import type { JobCode } from './api/jobs/status.ts'

/** Why nothing was done, or what: completes "320 …". */
const counted: Readonly<Record<OutOfScope | ReasonCode, string>> = {
  notConcerned: 'left to others by a filter of the mapping',
  scopeUnknown: 'of whom the scope cannot be told',
  notAssigned: 'not assigned',
  roleMissing: 'assigned without a role',
  filteredOut: 'left out by a scoping filter',
  sourceDisabled: 'disabled in the directory',
  sourceSoftDeleted: 'deleted in the directory',
  sourceDeleted: 'gone from the directory',
  absentAtTarget: 'without an account',
  differs: 'different',
  joined: 'with an account that was there before',
  recreated: 'made again',
  rejoined: 'matched again',
  returned: 'in scope again',
  leftScope: 'no longer in scope',
  gone: 'gone from the directory',
  removed: 'to be removed',
  alreadyEqual: 'with nothing to change',
  outOfScope: 'out of scope',
  alreadyDisabled: 'disabled already',
  released: 'released before',
  keptByRule: 'out of scope and left alone',
  deleteOff: 'not deleted, since the Delete action is off',
  cannotDelete: 'not deleted, since the application cannot',
  notMapped: 'left as they are, since nothing depends on IsSoftDeleted',
  createOff: 'not made, since the Create action is off',
  updateOff: 'not updated, since the Update action is off',
  undo: 'put back',
  undone: 'put back by a person and left alone',
  ambiguous: 'matching several accounts',
  unmatchable: 'without a value to match by',
  vanished: 'whose account was removed in the application',
  ignored: 'skipped by the mapping to objectFilter',
  mappingProblem: 'that cannot be mapped',
  targetFailed: 'that could not be looked up in the application',
  members: 'with other members',
  membersNotProvisioned: 'with members without an account',
  referenceNotProvisioned: 'with a reference to somebody without an account',
  referenceUnknown: 'with a reference to nobody in the directory',
}
const actions: Readonly<Record<LogRecord['action'], string>> = {
  create: 'create',
  update: 'update',
  disable: 'disable',
  delete: 'delete',
  stagedDelete: 'removal',
  other: 'other',
}
const jobs: Readonly<Record<JobCode, string>> = {
  NotConfigured: 'not configured',
  NotRun: 'not started',
  Active: 'Active',
  Paused: 'Paused',
  Quarantine: 'Quarantine',
}
const words: Readonly<Record<string, string>> = { ...counted, ...actions, ...jobs }

/** The word for a code; what an older or newer version calls otherwise stands as it is. */
export function word(code: string): string {
  return words[code] ?? code
}

/** The code for a word that somebody read: "removal" is `stagedDelete`. */
export function codeOf(text: string): string {
  return Object.keys(actions).find((code) => word(code) === text) ?? text
}

/** "320 disabled in the directory, 2 not assigned": counts by code. */
export function inWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([code, count]) => `${count.toLocaleString('en-US')} ${word(code)}`)
    .join(', ')
}

/** The words for the codes of counts, for whoever has not this table. */
export function wordsOf(counts: Readonly<Record<string, number>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(counts).map((code) => [code, word(code)]))
}
