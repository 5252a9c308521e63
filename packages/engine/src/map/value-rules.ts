import { natureOf } from '../expression/nature.ts'
import { warning, type Said } from '../job/finding.ts'
import { convert, isUnconvertible } from './convert.ts'
import { calls, isNone, type MappingSubject } from './mapping-subject.ts'

const nothing: readonly Said[] = []

export function valuesThatNeverRest({ mapping, parsed }: MappingSubject): readonly Said[] {
  if (parsed?.kind !== 'parsed' || mapping.flowType === 'ObjectAddOnly') return nothing
  const { random, now } = natureOf(parsed)
  if (!random && now !== 'shown') return nothing
  return mapping.flowBehavior === 'FlowAlways'
    ? [warning('this gives another value each time, and FlowAlways writes it each time the object is looked at.')]
    : [warning('this gives another value each time, so it is written only when the object is created.')]
}

export function defaultsFit({ mapping, parsed, definition }: MappingSubject): readonly Said[] {
  const { defaultValue = null } = mapping
  if (defaultValue === null || defaultValue === '') return nothing
  if (parsed?.kind === 'parsed' && parsed.root.kind === 'constant') {
    return [warning('a constant is never null, so its default value is never used.')]
  }
  const converted = definition && convert(defaultValue, definition)
  return converted !== undefined && isUnconvertible(converted)
    ? [`the default value does not fit: the target ${converted.unconvertible}.`]
    : nothing
}

const nullPolicies: ReadonlySet<string> = new Set(['keep', 'clear', 'default'])

export function nullPolicyFits({ mapping, definition }: MappingSubject): readonly Said[] {
  const policy = mapping.usher?.nullPolicy
  if (policy === undefined || policy === 'keep') return nothing
  if (!nullPolicies.has(policy)) return [`nullPolicy is keep, clear or default, not ${String(policy)}.`]
  if (isNone(mapping)) return ['mapping type None has no value that could be null; remove nullPolicy.']
  if (policy === 'default' && (mapping.defaultValue ?? '') === '') return ['nullPolicy default needs a default value.']
  if (policy === 'clear' && definition?.required === true)
    return ['the target attribute is required and cannot be cleared.']
  if (policy === 'clear' && mapping.matchingPriority > 0) return ['a matching attribute cannot be cleared.']
  return mapping.flowType === 'ObjectAddOnly' && policy === 'clear'
    ? [warning('nullPolicy clear has no effect on a mapping that applies only during object creation.')]
    : nothing
}

const unique: ReadonlySet<string> = new Set(['SelectUniqueValue'])

export function uniqueValuesAtCreation({ mapping, parsed }: MappingSubject): readonly Said[] {
  if (parsed?.kind !== 'parsed' || !calls(parsed, unique)) return nothing
  if (mapping.flowType !== 'ObjectAddOnly') {
    return ['SelectUniqueValue chooses once: apply this mapping only during object creation.']
  }
  return [
    warning('Entra takes SelectUniqueValue only from Workday, SuccessFactors or the inbound API to Active Directory.'),
  ]
}

const flowTypes = ['Always', 'ObjectAddOnly', 'MultiValueAddOnly', 'ValueAddOnly', 'AttributeAddOnly']

export function flowTypeFits({ mapping, definition }: MappingSubject): readonly Said[] {
  const { flowType } = mapping
  const flowBehavior = mapping.flowBehavior ?? 'FlowWhenChanged'
  if (!flowTypes.includes(flowType)) return [`flowType is one of ${flowTypes.join(', ')}, not ${String(flowType)}.`]
  if (flowBehavior !== 'FlowWhenChanged' && flowBehavior !== 'FlowAlways') {
    return [`flowBehavior is FlowWhenChanged or FlowAlways, not ${String(flowBehavior)}.`]
  }
  return flowType === 'MultiValueAddOnly' && definition !== undefined && definition.multivalued !== true
    ? ['MultiValueAddOnly adds values to an attribute with several; the target takes one.']
    : nothing
}
