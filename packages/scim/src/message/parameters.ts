import type { Attributes, Json } from '../resource.ts'
import type { Rules } from '../rules.ts'
import { messageMember } from './envelope.ts'
import { ScimError } from './error.ts'
import type { ScimType } from './error.ts'

/** The parameters of a GET, such as a `URLSearchParams`. */
export type Parameters = { readonly getAll: (name: string) => readonly string[] }

/** The parameters of a query, wherever they came from. What was not given is `undefined`; a list is joined by commas. */
export type Asked = {
  readonly text: (name: 'filter' | 'sortBy' | 'sortOrder' | 'cursor') => string | undefined
  readonly integer: (name: 'startIndex' | 'count', scimType: ScimType) => number | undefined
  readonly list: (name: 'attributes' | 'excludedAttributes') => string | undefined
}

/** What the parameters of a GET ask for. A second filter is refused, since one of them would be ignored. */
export function askedByParameters(parameters: Parameters): Asked {
  const text = (name: string): string | undefined => parameters.getAll(name)[0]
  return {
    text: (name) => {
      const [first, second] = parameters.getAll(name)
      if (name === 'filter' && second !== undefined) throw new ScimError(400, 'invalidFilter', 'Give "filter" once.')
      return first
    },
    integer: (name, scimType) => integerOf(text(name), name, scimType),
    list: (name) => {
      const given = parameters.getAll(name)
      return given.length === 0 ? undefined : given.join(',')
    },
  }
}

/** What the body of a search asks for (RFC 7644 §3.4.3). */
export function askedByBody(body: Attributes, rules: Rules): Asked {
  const member = (name: string): Json | undefined => messageMember(body, name, rules) ?? undefined
  return {
    text: (name) => {
      const value = member(name)
      if (value === undefined || typeof value === 'string') return value
      throw wrong(name, 'a text', name === 'filter' ? 'invalidFilter' : 'invalidValue')
    },
    integer: (name, scimType) => {
      const value = member(name)
      if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value))) return value
      if (typeof value === 'string' && rules.literalText) return integerOf(value, name, scimType)
      throw wrong(name, 'an integer', scimType)
    },
    list: (name) => {
      const value = member(name)
      if (value === undefined || (typeof value === 'string' && rules.listFromSingle)) return value
      const names = Array.isArray(value) ? (value as readonly Json[]) : undefined
      if (names?.every((each) => typeof each === 'string') === true) return names.join(',')
      throw wrong(name, 'an array of names', 'invalidValue')
    },
  }
}

function integerOf(given: string | undefined, name: string, scimType: ScimType): number | undefined {
  const text = given?.trim() ?? ''
  if (text === '') return undefined
  const isSigned = text.startsWith('-') || text.startsWith('+')
  const digits = isSigned ? text.slice(1) : text
  if (!isDigits(digits) || !Number.isSafeInteger(Number(text))) throw wrong(name, 'an integer', scimType)
  return Number(text)
}

function isDigits(text: string): boolean {
  for (const char of text) if (char < '0' || char > '9') return false
  return text !== ''
}

function wrong(name: string, what: string, scimType: ScimType): ScimError {
  return new ScimError(400, scimType, `"${name}" must be ${what}.`)
}
