import type { Attributes, Json, Ref } from '@usher/scim'
import type { Instant } from '../types.ts'

/** What an expression's attributes are read from; undefined is an absent attribute. */
export type SourceValues = (attribute: string) => Json | undefined

/** What an expression may ask of the world; passed in, so that the same questions get the same answers. */
export type EvaluationContext = {
  readonly now: Instant
  readonly defaultDomain?: string
  /** The tenant's time zone, in which its days begin and end; UTC when nothing is said. */
  readonly timeZone?: string
  /** Cryptographic random bytes. Absent while a plan is made: a random value exists only when it is written. */
  readonly random?: (count: number) => Uint8Array
  /** Whether the target has this value already. Without it SelectUniqueValue gives all its candidates. */
  readonly isTaken?: (value: string) => boolean
}

/** `signal`: the attribute is dropped from the flow, or the whole object is skipped. */
export type Signal = { readonly signal: 'ignoreAttribute' | 'ignoreObject' }
/** The candidates of SelectUniqueValue, in order; the first that the target does not have yet is the value. */
export type FirstFree = { readonly firstFree: readonly string[] }
/** Everything scalar is text (mapping.md section 3). A list holds texts, or role objects. */
export type ExpressionValue = null | string | List | Signal | Ref | FirstFree
export type List = readonly (string | Attributes)[]

/** `until`: the result changes by time alone at this instant. */
export type Evaluated = { readonly until?: Instant } & (
  | { readonly kind: 'value'; readonly value: null | string | List | Ref | FirstFree; readonly sensitive?: true }
  | { readonly kind: 'ignore'; readonly what: 'attribute' | 'object' }
  | { readonly kind: 'error'; readonly message: string }
)

/** An evaluation that failed. Its message never holds a value of a person; caught where evaluation began. */
export class EvaluationFailure extends Error {
  /** The innermost function in which it happened. */
  readonly within: string | undefined
  constructor(message: string, within?: string) {
    super(within === undefined ? message : `${within}: ${message}`)
    this.within = within
  }
}

export function isSignal(value: ExpressionValue): value is Signal {
  return typeof value === 'object' && value !== null && 'signal' in value
}

export function isFirstFree(value: ExpressionValue): value is FirstFree {
  return typeof value === 'object' && value !== null && 'firstFree' in value
}

export function isList(value: ExpressionValue): value is List {
  return Array.isArray(value)
}

/** Whether a JSON value is an object, with attributes by name. */
export function isObject(value: Json): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a JSON value is a reference to an object of the directory. */
export function isRef(value: Json | undefined): value is Ref {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const { type, id } = value as { readonly [name: string]: Json }
  return typeof type === 'string' && typeof id === 'string'
}

/** A source attribute as the language sees it: JSON true is the text True, 7 the text 7. */
export function fromJson(value: Json | undefined): ExpressionValue {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return decimal(value)
  if (Array.isArray(value)) return value.map(element)
  if (isRef(value)) return value
  return [value as Attributes]
}

function element(value: Json): string | Attributes {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Attributes
  const text = fromJson(value)
  return typeof text === 'string' ? text : ''
}

// Invariant decimal text: never an exponent, never a thousands separator.
function decimal(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(20).replace(/\.?0+$/, '')
}

/** What kind of value this is, for messages. */
export function kindOf(value: ExpressionValue): string {
  if (value === null) return 'nothing'
  if (value === '') return 'an empty text'
  if (typeof value === 'string') return 'a text'
  if (isSignal(value)) return 'a signal'
  if (isFirstFree(value)) return 'a choice of values'
  return isList(value) ? 'a list' : 'a reference'
}

/** Whether a text stands for a number. */
export function isNumeric(text: string): boolean {
  return /^[+-]?\d+(?:\.\d+)?$/.test(text)
}

/** Compares two numeric texts exactly, however long: negative, zero or positive. */
export function compareNumeric(left: string, right: string): number {
  const a = numeric(left)
  const b = numeric(right)
  if (a.sign !== b.sign) return a.sign - b.sign
  const whole = a.whole.length - b.whole.length || order(a.whole, b.whole)
  const width = Math.max(a.fraction.length, b.fraction.length)
  return a.sign * (whole || order(a.fraction.padEnd(width, '0'), b.fraction.padEnd(width, '0')))
}

function numeric(text: string): { sign: number; whole: string; fraction: string } {
  const [digits = '', decimals = ''] = text.replace(/^[+-]/, '').split('.')
  const whole = digits.replace(/^0+/, '')
  const fraction = decimals.replace(/0+$/, '')
  const sign = whole === '' && fraction === '' ? 0 : text.startsWith('-') ? -1 : 1
  return { sign, whole, fraction }
}

/** Ordinal order of UTF-16 units, never the locale's. */
export function order(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** Whether a value counts as true in a condition (mapping.md section 3, Truth). */
export function isTrue(value: ExpressionValue): boolean {
  if (typeof value !== 'string' || value === '') return false
  if (isNumeric(value)) return compareNumeric(value, '0') !== 0
  return value.toLowerCase() === 'true'
}

export function bool(value: boolean): string {
  return value ? 'True' : 'False'
}
