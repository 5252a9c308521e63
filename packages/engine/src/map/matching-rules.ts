import { natureOf } from '../expression/nature.ts'
import { attributesOf, type Parsed } from '../expression/syntax.ts'
import type { Said } from '../job/finding.ts'
import type { AttributeDefinition } from '../job/schema.ts'
import { calls, objectFilter, redacting, type MappingSubject } from './mapping-subject.ts'

const nothing: readonly Said[] = []

/** mapping.md section 5.4. */
export function matchingIsPossible({ mapping, parsed, definition }: MappingSubject): readonly Said[] {
  if (mapping.matchingPriority < 0) return ['matchingPriority is 0, or a precedence from 1 on.']
  if (mapping.matchingPriority === 0) return nothing
  if (mapping.targetAttributeName === objectFilter) return ['objectFilter cannot be a matching attribute.']
  if (parsed === null) return ['a mapping of type None has no value to match by.']
  if (parsed.kind === 'error') return nothing
  if (isSameForAll(parsed)) return ['a constant is the same for everybody and cannot be a matching attribute.']
  return unmatchable(parsed, definition)
}

/** Whether an expression gives the same for everybody: a constant, or what is made of constants. */
export function isSameForAll(parsed: Parsed): boolean {
  const { random, now } = natureOf(parsed)
  return attributesOf(parsed).size === 0 && !random && now === 'no'
}

/** Why a value cannot be matched by; also for composite matching. */
export function unmatchable(parsed: Parsed, definition: AttributeDefinition | undefined): readonly Said[] {
  if (definition?.type === 'Reference') return ['a reference cannot be a matching attribute.']
  if (definition?.multivalued === true) return ['an attribute with several values cannot be a matching attribute.']
  if (calls(parsed, unique))
    return ['SelectUniqueValue gives a value nobody has yet; it cannot be a matching attribute.']
  if (calls(parsed, redacting)) return ['a matching value is remembered, so it cannot be redacted.']
  const { random, now } = natureOf(parsed)
  return random || now === 'shown'
    ? ['this gives another value each time and cannot be a matching attribute.']
    : nothing
}

const unique: ReadonlySet<string> = new Set(['SelectUniqueValue'])
