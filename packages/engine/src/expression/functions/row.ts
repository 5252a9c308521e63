import type { Instant } from '../../types.ts'
import type { Ticks } from '../date/ticks.ts'
import type { EvaluationContext, ExpressionValue, List, SourceValues } from '../value.ts'

/** An expression, or a part of one, ready to be evaluated. `sensitive` is raised by what must not be shown. */
export type Compiled = (source: SourceValues, evaluation: Evaluation) => ExpressionValue
export type Evaluation = {
  readonly context: EvaluationContext
  sensitive: boolean
  /** When the result changes by time alone; what knows its moment says so. */
  until?: Instant
}

/**
 * What an argument kind gives to a function.
 *
 * `text`: null gives null for the whole call (mapping.md section 12, R13). `nullable`: the function decides about null.
 * `whole` (of any size) and `date`: null and empty text are errors. `integer`, `list` (a single text is a list of
 * one), `word` (a keyword), `any`: as they say.
 */
type Given = {
  text: string
  nullable: string | null
  integer: number
  whole: bigint
  date: Ticks
  list: List | null
  word: string
  any: ExpressionValue
}
export type Kind = keyof Given
export type Argument = Given[Kind] | undefined
/** `key`: the parameter's name in Graph's tree, where that differs. */
export type Parameter = {
  readonly name: string
  readonly kind: Kind
  readonly optional?: true
  readonly key?: string
}

/** What a function gives, as the reference prints it. */
export type Gives = 'text' | 'integer' | 'Boolean' | 'date' | 'list' | 'roles' | 'any'
/** An expression without attributes, or with those of `source`, and what comes out. */
export type Example = readonly [expression: string, result: string | List | null]

type Described = {
  readonly syntax: string
  readonly summary: string
  readonly gives: Gives
  readonly examples: readonly Example[]
  readonly takes: readonly Parameter[]
  /** One or more parameters that repeat as a group, at least once. */
  readonly rest?: readonly Parameter[]
  /** How many of these groups there are at least; one when nothing is said. */
  readonly groups?: number
  /** Which optional parameter the older form of the function lacks; a call with one argument less than all has it. */
  readonly olderLacks?: number
  /** Where it is documented, when that is not Entra's reference of expressions (mapping.md sections 4.2 and 4.3). */
  readonly knownFrom?: 'Graph function list' | 'Cloud Sync reference' | 'mapping tutorial' | 'Usher'
  /** What is wrong whatever the attributes are: of each argument its constant text; null is omitted, undefined unknown. */
  readonly refuses?: (given: readonly (string | null | undefined)[]) => string | null
  /** Can stand at the outside of an expression only. */
  readonly outermost?: true
}
type Strict = { readonly run: (values: readonly Argument[], context: EvaluationContext) => ExpressionValue }
/** A lazy function gets its arguments unevaluated; null is an omitted one. */
type Lazy = { readonly lazily: (slots: readonly (Compiled | null)[]) => Compiled }
export type FunctionRow = Described & (Strict | Lazy)

type Of<P extends Parameter> = P extends { readonly optional: true } ? Given[P['kind']] | undefined : Given[P['kind']]
type Values<T extends readonly Parameter[], R extends readonly Parameter[]> = readonly [
  ...{ -readonly [K in keyof T]: Of<T[K]> },
  ...(R extends readonly [] ? [] : Of<R[number]>[]),
]

/** A function of the language. The argument kinds in `takes` and `rest` type what `run` receives. */
export function row<const T extends readonly Parameter[], const R extends readonly Parameter[] = readonly []>(
  definition: Omit<Described, 'takes' | 'rest'> & {
    readonly takes: T
    readonly rest?: R
    readonly run: (values: Values<T, R>, context: EvaluationContext) => ExpressionValue
  },
): FunctionRow {
  return definition as unknown as FunctionRow
}

export function lazyRow(definition: Described & Lazy): FunctionRow {
  return definition
}

/** The arguments of a call in the order of `takes`, up to the last that is not omitted. */
export function inOrder<T>(of: FunctionRow, slots: readonly (T | null)[]): readonly (T | null)[] {
  const given = slots.slice(0, slots.findLastIndex((slot) => slot !== null) + 1)
  if (of.olderLacks === undefined || given.length !== of.takes.length - 1 || given.includes(null)) return given
  return given.toSpliced(of.olderLacks, 0, null)
}

/** The parameter that the argument with this number belongs to; undefined when there is none. */
export function parameterAt(of: FunctionRow, index: number): Parameter | undefined {
  if (index < of.takes.length) return of.takes[index]
  return of.rest?.[(index - of.takes.length) % of.rest.length]
}

/** The key of the argument with this number in Graph's tree; repeated parameters are numbered. */
export function parameterKey(of: FunctionRow, index: number): string {
  const parameter = parameterAt(of, index)
  const key = parameter?.key ?? parameter?.name ?? ''
  if (of.rest === undefined || index < of.takes.length) return key
  return `${key}${Math.floor((index - of.takes.length) / of.rest.length) + 1}`
}
