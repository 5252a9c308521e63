import type { Json } from '../resource.ts'
import { ScimError } from '../message/error.ts'
import type { Rules } from '../rules.ts'
import { instantOf } from './date-time.ts'
import type { AttributeDefinition } from './definition.ts'

/**
 * Checks a single value by its type (RFC 7643 §2.3) and gives what is stored, which is what was sent.
 *
 * Lenient takes `"True"` for true and any text for a reference. Throws 400 `invalidValue`, naming the attribute.
 */
export function checkSimple(definition: AttributeDefinition, value: Json, rules: Rules, at: string): Json {
  switch (definition.type) {
    case 'string':
      if (typeof value === 'string') return value
      throw invalid(at, 'a text')
    case 'reference':
      if (typeof value === 'string' && (rules.anyReference || isReference(value))) return value
      throw invalid(at, 'a URI')
    case 'boolean':
      return checkBoolean(value, rules, at)
    case 'integer':
      if (typeof value === 'number' && Number.isSafeInteger(value)) return value
      throw invalid(at, 'an integer')
    case 'decimal':
      if (typeof value === 'number' && Number.isFinite(value)) return value
      throw invalid(at, 'a number')
    case 'dateTime':
      if (typeof value === 'string' && instantOf(value) !== undefined) return value
      throw invalid(at, 'a date and time as in "2026-05-13T04:42:34Z"')
    case 'binary':
      if (typeof value === 'string' && isBase64(value)) return value
      throw invalid(at, 'base64')
    case 'complex':
      throw new ScimError(400, 'invalidValue', `${at} must not be an object within an object.`)
  }
}

function checkBoolean(value: Json, rules: Rules, at: string): boolean {
  if (typeof value === 'boolean') return value
  const lower = typeof value === 'string' && rules.booleanText ? value.toLowerCase() : ''
  if (lower === 'true') return true
  if (lower === 'false') return false
  throw invalid(at, 'true or false')
}

/** RFC 4648 §4, with or without padding. */
function isBase64(text: string): boolean {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const length = text.length - padding
  if (length % 4 === 1 || (padding > 0 && text.length % 4 !== 0)) return false
  for (let at = 0; at < length; at++) if (!isBase64Digit(text.charAt(at))) return false
  return true
}

function isBase64Digit(char: string): boolean {
  const isLetter = (char >= 'A' && char <= 'Z') || (char >= 'a' && char <= 'z')
  return isLetter || (char >= '0' && char <= '9') || char === '+' || char === '/'
}

/** Whether a text has only characters that a URI may have (RFC 3986 §2). It may be relative. */
function isReference(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char <= ' ' || char > '~' || '"<>\\^`{|}'.includes(char)) return false
  }
  return text !== ''
}

function invalid(at: string, what: string): ScimError {
  return new ScimError(400, 'invalidValue', `${at} must be ${what}.`)
}
