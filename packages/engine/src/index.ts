/** The provisioning engine: source, scope, map, match, plan, apply, record. No I/O; see `ports.ts` for its doors. */
export type * from './types.ts'
export { checkSchema, checkScopingFilter, sourceAttributes } from './job/check-schema.ts'
export type { SchemaFinding } from './job/finding.ts'
export type * from './job/schema.ts'
export type {
  Capabilities,
  Counted,
  Removals,
  Journal,
  Mark,
  MemberJournal,
  Ports,
  Settled,
  Source,
  Target,
  Unresolved,
  Use,
  Witness,
} from './ports.ts'
export { TargetError, TargetUnusable, unlistable } from './ports.ts'
export { errorCodes, skipCodes, type ErrorCode } from './errors.ts'
export { advise, reasonOfScope, reasons, say, skipReason, type ReasonCode } from './plan/reasons.ts'
export { burstWindow, gathering, guard, rejectionDays, type GuardLimits } from './plan/guard.ts'
export { nothingHeld, type Held, type Hold } from './plan/hold.ts'
export type { ChangeLimits, MassChange } from './plan/mass-changes.ts'
export { planCycle } from './plan-cycle.ts'
export { runChanges, type Changes } from './changes.ts'
export { runCycle } from './cycle.ts'
export { runShard, type Brief, type Rest, type Shard, type ShardDone, type Sharing } from './shards.ts'
export { Lister } from './feed.ts'
export { runApproved, type Approved, type ApprovedPlan } from './run-approved.ts'
export { planUndo, runUndo, type Done, type UndoPage } from './run-undo.ts'
export type { MemberChange } from './plan/membership.ts'
export { leaveUndone, type Deed, type Undo, type Written } from './plan/undo.ts'
export { isAdoption } from './plan/adoption.ts'
export { provisionOnDemand, type Demand, type Demanded, type DemandResult } from './on-demand.ts'
export type { DemandStep, MatchRow, ModifiedRow } from './record/demand-steps.ts'
export type { CycleOptions, Phase, Progress } from './carry-out.ts'
export { discoverAccounts, type Account, type Discovering, type MatchIndex } from './discover.ts'
export { planReconciliation, runReconciliation } from './reconcile.ts'
export { planPage, type Planned } from './page.ts'
export { emptySummary, together, withActions, type CycleSummary } from './summary.ts'
export { codeOf, timesText, waiting, type LogEntry } from './record/log-entry.ts'
export { isLogged, logExchanges, logRecord, modified, type LogRecord } from './record/log-record.ts'
export { facet, termsOf, wordsAsked, wordsOf, type Facet } from './record/log-terms.ts'
export {
  changeIdOf,
  lineOfChange,
  objectSummary,
  type LinePlace,
  type ProvisioningObjectSummary,
} from './record/object-summary.ts'
export type { Result, Step } from './record/log-steps.ts'
export { compileRules, SchemaRefused, type JobSettings } from './job/compile-rule.ts'
export { mappingOf } from './job/mapping-of.ts'
export { calls, parsedSource } from './map/mapping-subject.ts'
export { compileMappings } from './map/compile.ts'
export type { CompiledMapping } from './map/compiled.ts'
export { evaluate, type MappingContext } from './map/desire.ts'
export { memberKey, refKey } from './map/references.ts'
export { isLate } from './plan/diff.ts'
export { settle } from './record/settle.ts'
export { isUndecided, verdict } from './scope/verdict.ts'
export { ruleFor, type Rule, type Rules } from './job/rule.ts'
export { add, addDays, isExpired, never, usualLadder, type Ladder } from './job/ladder.ts'
export {
  nextQuarantine,
  quarantineReason,
  usualQuarantine,
  type Health,
  type QuarantineChange,
  type QuarantineLimits,
  type QuarantineReason,
  type QuarantineState,
} from './job/quarantine.ts'
export { families, functions } from './expression/functions/table.ts'
export { parameterKey, type FunctionRow, type Parameter } from './expression/functions/row.ts'
export { parseMappingSource, toMappingSource } from './expression/mapping-source.ts'
export { operators } from './scope/operators.ts'
export { nearest } from './expression/nearest.ts'
export { columns, head, underline } from './expression/caret.ts'
export { checkExpression } from './expression/check.ts'
export type { Finding } from './expression/check-rule.ts'
export { clockAt } from './expression/clock.ts'
export { asDateText, instantOf } from './expression/date/instant.ts'
export { readEntries } from './expression/entries.ts'
export { explain, misspelt, type Explanation, type Gave, type Part } from './expression/explain.ts'
export { keywords, parseExpression } from './expression/parse.ts'
export { print } from './expression/print.ts'
export { attributesOf, type ExpressionError, type Parsed } from './expression/syntax.ts'
export { judge, readVector, type Judged } from './expression/vectors.ts'
export { isTimeZone } from './expression/zone.ts'
export { checkFilter, compileFilter, type CompiledFilter } from './scope/filter.ts'
export { withComputed } from './scope/computed.ts'
export { explainFilter, type FilterExplanation } from './scope/explain.ts'
export { readClause, readFilter } from './scope/read-filter.ts'
export { judgeScope, readScopeVector } from './scope/vectors.ts'
