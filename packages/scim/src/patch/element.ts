import type { Attributes, Json } from '../resource.ts'
import { assigned, coerce, coerceMembers, elementOf } from '../schema/coerce.ts'
import type { Members, Reading } from '../schema/coerce.ts'
import type { AttributeDefinition } from '../schema/definition.ts'
import { checkSame } from '../schema/replace.ts'
import { isObject } from '../value.ts'
import type { Aim, AttributeStep } from './step.ts'

/** What is to become of one element. `fixed`: what the filter says of it, and a replacement therefore keeps. */
export type ElementStep = Pick<AttributeStep, 'op' | 'value' | 'aim'> & { readonly fixed: Attributes | undefined }

/** Carries out one step on an element that a filter has selected (rows 6 and 7); `undefined` when it goes away. */
export function changeElement(element: Json, step: ElementStep, reading: Reading): Json | undefined {
  const { aim, op, fixed } = step
  const value = step.value ?? null
  if (aim.sub !== undefined) {
    const member = op === 'remove' ? undefined : coerce(aim.sub, value, reading, aim.text)
    return changeSub(element, aim.sub, member, aim.text)
  }
  if (op === 'add' && value === null) return element
  if (op === 'remove' || value === null) return undefined
  if (aim.attribute.type !== 'complex') return coerce(elementOf(aim.attribute), value, reading, aim.text)
  const before = isObject(element) ? element : {}
  const members = membersOf(aim, value, reading)
  checkImmutable(aim, before, members)
  if (op === 'add') return assigned({ ...before, ...members })
  return assigned({ ...lastingOf(aim.attribute, before), ...fixed, ...members })
}

function membersOf(aim: Aim, value: Json, reading: Reading): Members {
  const isList = Array.isArray(value) && value.length === 1 && reading.rules.singleFromList
  return coerceMembers(elementOf(aim.attribute), isList ? (value[0] as Json) : value, reading, aim.text)
}

/** An element may go away, but what is immutable in it may not become something else (RFC 7643 §7). */
function checkImmutable({ attribute, text }: Aim, before: Attributes, members: Members): void {
  for (const { name, mutability } of attribute.subAttributes ?? [])
    if (mutability === 'immutable' && Object.hasOwn(members, name))
      checkSame(before[name], members[name], `${text}.${name}`)
}

/** What stays in an element when it is replaced: what is not the client's to change. */
function lastingOf(attribute: AttributeDefinition, before: Attributes): Attributes {
  const lasting = attribute.subAttributes?.filter(
    ({ name, mutability }) => (mutability === 'immutable' || mutability === 'readOnly') && Object.hasOwn(before, name),
  )
  return Object.fromEntries((lasting ?? []).map(({ name }) => [name, before[name] as Json]))
}

/** Row 7: an element of which only its type is left has nothing to say any more. */
function changeSub(element: Json, sub: AttributeDefinition, value: Json | undefined, at: string): Json | undefined {
  const before = isObject(element) ? element : {}
  if (sub.mutability === 'immutable') checkSame(before[sub.name], value, at)
  if (value !== undefined) return { ...before, [sub.name]: value }
  if (!Object.hasOwn(before, sub.name)) return element
  const { [sub.name]: _, ...rest } = before
  return Object.keys(rest).some((other) => other !== 'type' && other !== 'primary') ? rest : undefined
}
