import type { Attributes, Json } from '../resource.ts'
import { ScimError } from '../message/error.ts'
import type { Rules } from '../rules.ts'
import { isDeepEqual, isObject } from '../value.ts'
import { assigned } from './coerce.ts'
import type { Members } from './coerce.ts'
import type { AttributeDefinition } from './definition.ts'

/**
 * What a replace request makes of some attributes (RFC 7644 §3.5.1): the new values of all of them.
 *
 * What is readOnly stays. What is immutable and has a value must come with the same one, or not at all. What is
 * writeOnly, such as a password, stays when it is left out, since the client cannot know it. Everything else that is
 * left out is cleared, or kept when the rules say so. Throws 400 `mutability`.
 */
export function replaceMembers(
  definitions: readonly AttributeDefinition[],
  before: Attributes,
  given: Members,
  { rules, at }: { readonly rules: Rules; readonly at: (name: string) => string },
): Members {
  const after: { [name: string]: Json | undefined } = {}
  for (const definition of definitions) {
    const { name, mutability } = definition
    const isGiven = Object.hasOwn(given, name)
    const stays = mutability === 'readOnly' || (!isGiven && (mutability !== 'readWrite' || rules.keepOmitted))
    if (mutability === 'immutable' && isGiven) checkSame(before[name], given[name], at(name))
    after[name] = stays ? before[name] : replaceParts(definition, before[name], given[name], at(name))
  }
  return after
}

/** The sub-attributes of one object follow the same rules. The elements of a list come and go as a whole. */
function replaceParts(
  definition: AttributeDefinition,
  before: Json | undefined,
  after: Json | undefined,
  at: string,
): Json | undefined {
  if (definition.multiValued || !isObject(before) || !isObject(after)) return after
  const kept: { [name: string]: Json } = { ...after }
  for (const { name, mutability } of definition.subAttributes ?? []) {
    const value = before[name]
    if (value === undefined || (mutability !== 'readOnly' && mutability !== 'immutable')) continue
    if (mutability === 'immutable' && Object.hasOwn(after, name)) checkSame(value, after[name], `${at}.${name}`)
    kept[name] = value
  }
  return assigned(kept)
}

/** Throws 400 `mutability` when an immutable attribute has a value, and it is not this one. */
export function checkSame(before: Json | undefined, after: Json | undefined, at: string): void {
  if (before !== undefined && !isDeepEqual(before, after))
    throw new ScimError(400, 'mutability', `${at} is immutable and has another value.`)
}
