import type { Json } from '../resource.ts'
import { ScimError } from '../message/error.ts'
import type { AttributeDefinition } from '../schema/definition.ts'
import { fold } from '../text.ts'
import { isObject } from '../value.ts'
import type { CompareOp, Literal } from './filter.ts'

/** Prepares a comparison with a literal; throws 400 `invalidFilter` when the two cannot be compared. */
export type Comparison = (op: CompareOp, literal: Literal, at: string) => (value: Json) => boolean

type Orderable = string | number

/** Compares as the definition says: by its type, and with or without regard to case (RFC 7644 §3.4.2.2). */
export function compareWith(definition: AttributeDefinition): Comparison {
  return (op, literal, at) => {
    if (literal === null) throw cannot(op, at, 'a comparison with null')
    switch (definition.type) {
      case 'string':
      case 'reference':
        return compareText(op, textOf(literal), definition.caseExact ? (text) => text : fold, at)
      case 'boolean':
        return compareBoolean(op, literal, at)
      case 'integer':
      case 'decimal':
        return compareNumber(op, literal, at)
      case 'dateTime':
        return compareInstant(op, literal, at)
      case 'binary':
        if (op !== 'eq' && op !== 'ne') throw cannot(op, at, 'binary values')
        return compareText(op, textOf(literal), (text) => text, at)
      case 'complex':
        throw cannot(op, at, 'objects')
    }
  }
}

/** Compares without knowing the definition: by what the literal and the value are. Texts ignore case. */
export const compareWithout: Comparison = (op, literal, at) => {
  if (literal === null) throw cannot(op, at, 'a comparison with null')
  const text = compareText(op, textOf(literal), fold, at)
  return (value) => {
    if (isObject(value)) return value['value'] !== undefined && text(scalarText(value['value']))
    if (typeof value === 'number' && typeof literal === 'number') return ordered(op, value, literal)
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
        return ordered(op, text, wanted)
    }
  }
  return (value) => typeof value === 'string' && holds(prepare(value))
}

function compareBoolean(op: CompareOp, literal: Literal, at: string): (value: Json) => boolean {
  if (op !== 'eq' && op !== 'ne') throw cannot(op, at, 'true and false')
  const lower = String(literal).toLowerCase()
  if (lower !== 'true' && lower !== 'false')
    throw new ScimError(400, 'invalidFilter', `${at} is compared with true or false.`)
  const wanted = lower === 'true'
  return (value) => (value === wanted) === (op === 'eq')
}

function compareNumber(op: CompareOp, literal: Literal, at: string): (value: Json) => boolean {
  const wanted = typeof literal === 'string' && literal.trim() !== '' ? Number(literal) : literal
  if (typeof wanted !== 'number' || !Number.isFinite(wanted))
    throw new ScimError(400, 'invalidFilter', `${at} is compared with a number.`)
  if (op === 'co' || op === 'sw' || op === 'ew') throw cannot(op, at, 'numbers')
  return (value) => typeof value === 'number' && ordered(op, value, wanted)
}

function compareInstant(op: CompareOp, literal: Literal, at: string): (value: Json) => boolean {
  const wanted = typeof literal === 'string' ? Date.parse(literal) : Number.NaN
  if (Number.isNaN(wanted))
    throw new ScimError(400, 'invalidFilter', `${at} is compared with a date and time as in "2026-05-13T04:42:34Z".`)
  if (op === 'co' || op === 'sw' || op === 'ew') throw cannot(op, at, 'dates')
  return (value) => typeof value === 'string' && ordered(op, Date.parse(value), wanted)
}

function ordered<T extends Orderable>(op: CompareOp, one: T, other: T): boolean {
  switch (op) {
    case 'eq':
      return one === other
    case 'ne':
      return one !== other
    case 'gt':
      return one > other
    case 'ge':
      return one >= other
    case 'lt':
      return one < other
    case 'le':
      return one <= other
    case 'co':
    case 'sw':
    case 'ew':
      return false
  }
}

function textOf(literal: string | number | boolean): string {
  return String(literal)
}

function scalarText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function cannot(op: CompareOp, at: string, what: string): ScimError {
  return new ScimError(400, 'invalidFilter', `The operator '${op}' cannot be used for ${at}: ${what}.`)
}
