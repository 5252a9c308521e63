import type { Attributes, Json } from '@usher/scim'
import { sourceValue } from '../map/source-values.ts'
import type { Instant } from '../types.ts'
import { clockAt } from './clock.ts'
import { compile } from './compile.ts'
import { parseExpression } from './parse.ts'
import { isTimeZone } from './zone.ts'
import { isObject } from './value.ts'
import type { Evaluated, EvaluationContext } from './value.ts'

/** An expression, the attributes of one object, and what must come out (mapping.md section 15). */
export type Vector = {
  readonly id: string
  readonly expression: string
  readonly source: Attributes
  readonly now: Instant
  readonly takenValues: readonly string[]
  readonly defaultDomain: string | undefined
  readonly timeZone: string | undefined
  readonly expects: Expects
  /** What logs must show instead of the value. */
  readonly log: Json | undefined
}
export type Expects =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'error' }
  /** Only what logs show is looked at. */
  | { readonly kind: 'log' }

export type Judged = { readonly id: string; readonly pass: boolean; readonly actual: Json; readonly expected: Json }
export type JudgedExpression = Judged & { readonly actualLog?: Json; readonly expectedLog?: Json }

/** Evaluates one vector and says whether what came out is what must come out. */
export function judge(vector: Vector, random: NonNullable<EvaluationContext['random']>): JudgedExpression {
  const { actual, log } = outcome(vector, random)
  const { id, expects } = vector
  const logged = vector.log === undefined || matches(log, vector.log)
  return {
    id,
    pass: meets(actual, expects) && logged,
    actual,
    expected: expectedOf(vector),
    ...(vector.log === undefined ? {} : { actualLog: log, expectedLog: vector.log }),
  }
}

type Outcome = { readonly actual: Json; readonly log: Json }

function outcome(vector: Vector, random: NonNullable<EvaluationContext['random']>): Outcome {
  const parsed = parseExpression(vector.expression)
  if (parsed.kind === 'error') return shown({ $error: parsed.message })
  const { source, now, takenValues, defaultDomain, timeZone } = vector
  const result = compile(parsed)((name) => sourceValue(source, name), {
    now,
    random,
    isTaken: (value) => takenValues.includes(value),
    ...(defaultDomain === undefined ? {} : { defaultDomain }),
    ...(timeZone === undefined ? {} : { timeZone }),
  })
  const actual = jsonOf(result)
  return result.kind === 'value' && result.sensitive ? { actual, log: '[Redact]' } : shown(actual)
}

const shown = (actual: Json): Outcome => ({ actual, log: actual })

function jsonOf(result: Evaluated): Json {
  switch (result.kind) {
    case 'value':
      return result.value
    case 'ignore':
      return { $flow: result.what === 'object' ? 'ignoreObject' : 'ignore' }
    case 'error':
      return { $error: result.message }
  }
}

function expectedOf({ expects, log = null }: Vector): Json {
  switch (expects.kind) {
    case 'value':
      return expects.value
    case 'pattern':
      return { $pattern: expects.pattern }
    case 'error':
      return { $error: true }
    case 'log':
      return log
  }
}

function meets(actual: Json, expects: Expects): boolean {
  switch (expects.kind) {
    case 'value':
      return matches(actual, expects.value)
    case 'pattern':
      return typeof actual === 'string' && new RegExp(expects.pattern).test(actual)
    case 'error':
      return isObject(actual) && '$error' in actual
    case 'log':
      return true
  }
}

/** Whether they are equal; an object may have more members than are expected of it. */
function matches(actual: Json, expected: Json): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) && actual.length === expected.length && expected.every((one, i) => matches(actual[i], one))
    )
  }
  if (!isObject(expected)) return actual === expected
  if (!isObject(actual)) return false
  return Object.entries(expected).every(
    ([name, value]) => Object.hasOwn(actual, name) && matches(actual[name] ?? null, value),
  )
}

/** The time in a vector that names none. */
const someTime = '2026-01-01T00:00:00.000Z' as Instant

/** Reads one entry of a file of vectors; a text says what is wrong with it. */
export function readVector(entry: Attributes, id: string): Vector | string {
  const { expression, source = null, now = null, context = null, expectedLog = null } = entry
  if (typeof expression !== 'string') return 'expression must be a text'
  if (source !== null && !isObject(source)) return 'source must be an object of attributes'
  if (context !== null && !isObject(context)) return 'context must be an object'
  const clock = now === null ? someTime : typeof now === 'string' ? clockAt(now) : null
  if (clock === null) return 'now must be a date and time like 2026-03-01T00:00:00Z'
  const { takenValues = null, defaultDomain = null, timeZone = null } = context ?? {}
  if (takenValues !== null && !isTexts(takenValues)) return 'context.takenValues must be a list of texts'
  if (defaultDomain !== null && typeof defaultDomain !== 'string') return 'context.defaultDomain must be a text'
  if (timeZone !== null && (typeof timeZone !== 'string' || !isTimeZone(timeZone))) {
    return 'context.timeZone must be the name of a time zone like Europe/Berlin'
  }
  const expects = readExpects(entry)
  if (typeof expects === 'string') return expects
  return {
    id,
    expression,
    source: source ?? {},
    now: clock,
    takenValues: takenValues ?? [],
    defaultDomain: defaultDomain ?? undefined,
    timeZone: timeZone ?? undefined,
    expects,
    log: expectedLog ?? undefined,
  }
}

function readExpects({
  expected,
  errorExpected,
  expectedPattern = null,
  expectedLog = null,
}: Attributes): Expects | string {
  if (errorExpected === true) return { kind: 'error' }
  if (expectedPattern !== null) {
    if (typeof expectedPattern !== 'string' || !isPattern(expectedPattern)) {
      return 'expectedPattern must be a regular expression of JavaScript'
    }
    return { kind: 'pattern', pattern: expectedPattern }
  }
  if (expected !== undefined) return { kind: 'value', value: expected }
  if (expectedLog !== null) return { kind: 'log' }
  return 'nothing is expected; give it expected, expectedPattern or errorExpected'
}

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}
