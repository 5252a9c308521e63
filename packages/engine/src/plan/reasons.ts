import type { Json } from '@usher/scim'
import type { OutOfScope } from '../types.ts'

type Details = Readonly<Record<string, Json>>
type Row = {
  /** Completes "Ana Silva …". */
  readonly says: (details: Details) => string
  /** What would make it happen, or null when there is nothing to do. */
  readonly advice: (details: Details) => string | null
  /** Entra's name for it in the log, where it has one. */
  readonly skipReason?: string
}

const outOfScope: Record<OutOfScope, { says: string; advice: string }> = {
  notConcerned: {
    says: 'is left to others by the input or category filter of the mapping',
    advice: 'Change the attribute, or the filter.',
  },
  scopeUnknown: {
    says: 'cannot be told to be in scope or not',
    advice: 'Correct the value in the directory, or the scoping expression.',
  },
  notAssigned: {
    says: 'is not assigned to the application',
    advice: 'Assign the person, or a group they belong to: usher assign APP WHO --role ROLE.',
  },
  roleMissing: {
    says: 'is assigned with Default Access only',
    advice: 'Choose a role: usher assign APP WHO --role ROLE.',
  },
  filteredOut: {
    says: 'does not pass the scoping filter',
    advice: 'Change the attribute that the failed clause names, or the filter.',
  },
  sourceDisabled: {
    says: 'is disabled in the directory',
    advice: 'Enable the person: usher user set WHO accountEnabled=true.',
  },
  sourceSoftDeleted: {
    says: 'is deleted in the directory',
    advice: 'Restore the person within 30 days: usher user restore WHO.',
  },
  sourceDeleted: { says: 'is gone from the directory', advice: 'Create the person again.' },
}
const because = (details: Details): { says: string; advice: string } => {
  const { says, advice } = outOfScope[details['because'] as OutOfScope]
  const failed = details['failed']
  return { says: typeof failed === 'string' ? `${says}: ${failed}` : says, advice }
}
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null))

/** Why a change is as it is: the sentence of the plan, the log and `usher why`, from one place. */
export const reasons = {
  absentAtTarget: { says: () => 'is in scope and has no account there yet', advice: () => null },
  differs: { says: (d) => `differs in ${text(d['attributes'])}`, advice: () => null },
  joined: {
    says: (d) =>
      `matches an existing account by ${text(d['by'])}${d['owner'] === undefined ? '' : ` ("${text(d['owner'])}")`}`,
    advice: () => null,
  },
  recreated: {
    says: () => 'had an account that was removed in the application; it is made again',
    advice: () => null,
    skipReason: 'InvalidAnchor',
  },
  rejoined: {
    says: (d) => `had an account that was removed in the application; matches another one by ${text(d['by'])}`,
    advice: () => null,
    skipReason: 'InvalidAnchor',
  },
  returned: { says: () => 'is in scope again', advice: () => null },
  leftScope: { says: (d) => because(d).says, advice: (d) => because(d).advice },
  gone: { says: () => 'is gone from the directory', advice: () => null },
  removed: { says: (d) => because(d).says, advice: (d) => because(d).advice },
  alreadyEqual: { says: () => 'has nothing to change', advice: () => null, skipReason: 'RedundantExport' },
  outOfScope: { says: (d) => because(d).says, advice: (d) => because(d).advice, skipReason: 'NotEffectivelyEntitled' },
  alreadyDisabled: {
    says: (d) => `${because(d).says}; the account is disabled already`,
    advice: (d) => because(d).advice,
    skipReason: 'RedundantExport',
  },
  released: {
    says: (d) => `${because(d).says}; the account was released and is no longer managed`,
    advice: (d) => because(d).advice,
    skipReason: 'NotEffectivelyEntitled',
  },
  keptByRule: {
    says: (d) => `${because(d).says}; out-of-scope accounts are left alone (SkipOutOfScopeDeletions)`,
    advice: () => 'Turn SkipOutOfScopeDeletions off.',
  },
  deleteOff: {
    says: (d) => `${because(d).says}; the Delete action is off, so nothing is deleted`,
    advice: () => 'Tick Delete in the object mapping.',
    skipReason: 'NotEffectivelyEntitled',
  },
  cannotDelete: {
    says: (d) => `${because(d).says}; the application does not support delete`,
    advice: () => 'Delete it in the application’s own console, if it shall go.',
    skipReason: 'NotEffectivelyEntitled',
  },
  notMapped: {
    says: (d) => `${because(d).says}; no mapping depends on IsSoftDeleted, so nothing is sent`,
    advice: () => 'Map IsSoftDeleted to active.',
  },
  createOff: {
    says: () => 'is in scope, but the Create action is off',
    advice: () => 'Tick Create in the object mapping.',
  },
  updateOff: {
    says: () => 'would change, but the Update action is off',
    advice: () => 'Tick Update in the object mapping.',
  },
  undo: {
    says: (d) => `is put back as it was${d['attributes'] === '' ? '' : `: ${text(d['attributes'])}`}`,
    advice: () => null,
  },
  undone: {
    says: () =>
      'was put back by a person, and is left as it is until anything about it changes in the directory or in a rule',
    advice: () => 'Let it go on: usher undone APP lift WHO.',
    skipReason: 'Undone',
  },
  ambiguous: {
    says: (d) => `matches ${text(d['count'])} accounts`,
    advice: () => 'Remove the duplicate account, or change the matching attribute.',
  },
  unmatchable: {
    says: (d) => `has no value for the matching attribute ${text(d['attributes'])}`,
    advice: () => 'Fill the attribute in the directory.',
    skipReason: 'ImportSkipped',
  },
  vanished: {
    says: () => 'had an account that was removed in the application',
    advice: () => 'Have it made again: usher run APP --recreate WHO.',
  },
  ignored: {
    says: () => 'is skipped, as the mapping to objectFilter says',
    advice: () => 'Change the attributes that its expression reads, or the expression.',
  },
  scopeUnknown: {
    says: (d) => `cannot be told to be in scope or not: ${text(d['problem'])}`,
    advice: () => 'Correct the value in the directory, or the scoping expression.',
  },
  mappingProblem: {
    says: (d) => `cannot be mapped: ${text(d['problem'])}`,
    advice: () => 'Correct the value in the directory, or the mapping.',
  },
  targetFailed: { says: (d) => `could not be looked up in the application: ${text(d['problem'])}`, advice: () => null },
  members: {
    says: (d) => `has other members: ${text(d['added'])} added, ${text(d['removed'])} removed`,
    advice: () => null,
  },
  membersNotProvisioned: {
    says: (d) => `has ${text(d['count'])} without an account: ${text(d['who'])}`,
    advice: () => 'Bring them into scope; they are then added by themselves.',
    skipReason: 'UnableToResolveReferenceAttributeValue',
  },
  /** Without `because` the other one is in scope. */
  referenceNotProvisioned: {
    says: (d) =>
      d['because'] === undefined
        ? `has no ${text(d['attribute'])} in the application yet: ${text(d['who'])} has no account there so far`
        : `has no ${text(d['attribute'])} in the application: ${text(d['who'])} ${because(d).says}`,
    advice: (d) =>
      d['because'] === undefined
        ? 'It is set by itself when there is one; usher why says of the other one why there is none.'
        : because(d).advice,
    skipReason: 'UnableToResolveReferenceAttributeValue',
  },
  referenceUnknown: {
    says: (d) => `has no ${text(d['attribute'])}: nobody in the directory has ${text(d['who']).replace(':', ' ')}`,
    advice: () => 'Import that person too; the reference is then settled by itself.',
    skipReason: 'UnableToResolveReferenceAttributeValue',
  },
} as const satisfies Record<string, Row>

export type ReasonCode = keyof typeof reasons

/** "is not assigned to the application": completes a sentence that begins with the person's name. */
export function say(reason: { readonly code: ReasonCode; readonly details: Details }): string {
  return (reasons[reason.code] as Row).says(reason.details)
}

/** What would make it happen, or null. */
export function advise(reason: { readonly code: ReasonCode; readonly details: Details }): string | null {
  return (reasons[reason.code] as Row).advice(reason.details)
}

export function skipReason(code: ReasonCode): string | undefined {
  return (reasons[code] as Row).skipReason
}

/** "is not assigned to the application". */
export function reasonOfScope(because: OutOfScope): string {
  return outOfScope[because].says
}

export function isReasonCode(code: string): code is ReasonCode {
  return code in reasons
}
