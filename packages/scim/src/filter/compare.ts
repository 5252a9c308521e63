import type { Json } from '../resource.ts'
import { ScimError } from '../message/error.ts'
import type { Rules } from '../rules.ts'
import { instantOf } from '../schema/date-time.ts'
import { isResourceReference } from '../schema/definition.ts'
import type { AttributeDefinition } from '../schema/definition.ts'
import { compareCodePoints, fold, withoutVersion } from '../text.ts'
import { isObject } from '../value.ts'
import type { CompareOp, Literal } from './filter.ts'

/** Prepares a comparison with a literal; throws 400 `invalidFilter` when the two cannot be compared. */
export type Comparison = (op: CompareOp, literal: Literal, at: string) => (value: Json) => boolean

/**
 * Compares as the definition says: by its type, and with or without regard to case (RFC 7644 §3.4.2.2).
 *
 * A literal of another type is refused (strict) or converted (lenient: `"True"`, `"7"`). `prepare` says how texts are
 * prepared when it is neither as they are nor folded.
 */
export function compareWith(
  definition: AttributeDefinition,
  rules: Rules,
  prepare: (text: string) => string = preparation(definition),
): Comparison {
  return (op, literal, at) => {
    if (literal === null) throw cannot(op, at, 'a comparison with null')
    switch (definition.type) {
      case 'string':
      case 'reference':
        return compareText(op, textOf(literal, rules, at), prepare, at)
      case 'boolean':
        return compareBoolean(op, literal, { rules, at })
      case 'integer':
      case 'decimal':
        return compareNumber(op, literal, { rules, at })
      case 'dateTime':
        return compareInstant(op, literal, at)
      case 'binary':
        if (op !== 'eq' && op !== 'ne') throw cannot(op, at, 'binary values')
        return compareText(op, textOf(literal, rules, at), (text) => text, at)
      case 'complex':
        throw cannot(op, at, 'objects')
    }
  }
}

/** How texts of an attribute are prepared before they are compared. */
export function preparation(definition: AttributeDefinition): (text: string) => string {
  const folded = definition.caseExact || definition.type === 'binary' ? (text: string): string => text : fold
  return isResourceReference(definition) ? (text) => withoutVersion(folded(text)) : folded
}

/** Compares without knowing the definition: by what the literal and the value are. Texts ignore case. */
export const compareWithout: Comparison = (op, literal, at) => {
  if (literal === null) throw cannot(op, at, 'a comparison with null')
  const text = compareText(op, String(literal), fold, at)
  return (value) => {
    if (isObject(value)) return value['value'] !== undefined && text(scalarText(value['value']))
    if (typeof value === 'number' && typeof literal === 'number') return holdsOf(op, value - literal)
    return text(scalarText(value))
  }
}

function compareText(
  op: CompareOp,
  literal: string,
  prepare: (text: string) => string,
  at: string,
): (value: Json) => boolean {
  const wanted = prepare(literal)
  if (op === 'co' && wanted === '') throw cannot(op, at, 'an empty text')
  const holds = (text: string): boolean => {
    switch (op) {
      case 'co':
        return text.includes(wanted)
      case 'sw':
        return text.startsWith(wanted)
      case 'ew':
        return text.endsWith(wanted)
      case 'eq':
      case 'ne':
      case 'gt':
      case 'ge':
      case 'lt':
      case 'le':
        return holdsOf(op, text === wanted ? 0 : compareCodePoints(text, wanted))
    }
  }
  return (value) => typeof value === 'string' && holds(prepare(value))
}

type Where = { readonly rules: Rules; readonly at: string }

function compareBoolean(op: CompareOp, literal: Literal, { rules, at }: Where): (value: Json) => boolean {
  if (op !== 'eq' && op !== 'ne') throw cannot(op, at, 'true and false')
  const lower = String(literal).toLowerCase()
  const isTaken = typeof literal === 'boolean' || (typeof literal === 'string' && rules.literalText)
  if (!isTaken || (lower !== 'true' && lower !== 'false'))
    throw new ScimError(400, 'invalidFilter', `${at} is compared with true or false.`)
  const wanted = lower === 'true'
  return (value) => (value === wanted) === (op === 'eq')
}

function compareNumber(op: CompareOp, literal: Literal, { rules, at }: Where): (value: Json) => boolean {
  if (op === 'co' || op === 'sw' || op === 'ew') throw cannot(op, at, 'numbers')
  const wanted = typeof literal === 'string' && literal.trim() !== '' && rules.literalText ? Number(literal) : literal
  if (typeof wanted !== 'number' || !Number.isFinite(wanted))
    throw new ScimError(400, 'invalidFilter', `${at} is compared with a number.`)
  return (value) => typeof value === 'number' && holdsOf(op, value - wanted)
}

function compareInstant(op: CompareOp, literal: Literal, at: string): (value: Json) => boolean {
  if (op === 'co' || op === 'sw' || op === 'ew') throw cannot(op, at, 'dates')
  const wanted = typeof literal === 'string' ? instantOf(literal) : undefined
  if (wanted === undefined)
    throw new ScimError(400, 'invalidFilter', `${at} is compared with a date and time as in "2026-05-13T04:42:34Z".`)
  return (value) => typeof value === 'string' && holdsOf(op, (instantOf(value) ?? Number.NaN) - wanted)
}

/** Whether the order of two values, as their difference, is what the operator asks for. */
function holdsOf(op: CompareOp, difference: number): boolean {
  switch (op) {
    case 'eq':
      return difference === 0
    case 'ne':
      return difference !== 0
    case 'gt':
      return difference > 0
    case 'ge':
      return difference >= 0
    case 'lt':
      return difference < 0
    case 'le':
      return difference <= 0
    case 'co':
    case 'sw':
    case 'ew':
      return false
  }
}

function textOf(literal: string | number | boolean, rules: Rules, at: string): string {
  if (typeof literal === 'string' || rules.literalText) return String(literal)
  throw new ScimError(400, 'invalidFilter', `${at} is compared with a text in quotation marks.`)
}

function scalarText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function cannot(op: CompareOp, at: string, what: string): ScimError {
  return new ScimError(400, 'invalidFilter', `The operator '${op}' cannot be used for ${at}: ${what}.`)
}
