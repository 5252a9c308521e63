import { functions } from './functions/table.ts'
import { coerce } from './functions/coerce.ts'
import { inOrder, parameterAt } from './functions/row.ts'
import type { Argument, Compiled, Evaluation, FunctionRow, Kind } from './functions/row.ts'
import type { Call, Compare, Node, Parsed } from './syntax.ts'
import { bool, compareNumeric, EvaluationFailure, fromJson, isNumeric, isSignal, kindOf, order } from './value.ts'
import type { Evaluated, EvaluationContext, ExpressionValue, Signal, SourceValues } from './value.ts'

/**
 * Makes a closure of a parsed expression; everything that can be decided once is decided here.
 *
 * The closure never throws: what goes wrong with one object is a result, and its message names kinds of values, never
 * the values.
 */
export function compile(parsed: Parsed): (source: SourceValues, context: EvaluationContext) => Evaluated {
  return evaluator(node(parsed.root, undefined))
}

/** As `compile`, and tells what each part of the expression gave, the innermost first. What was not evaluated is not told. */
export function compileWatched(
  parsed: Parsed,
  watch: Watch,
): (source: SourceValues, context: EvaluationContext) => Evaluated {
  return evaluator(node(parsed.root, watch))
}

/** Told each part of an expression with its value, or with the failure that ended it. */
export type Watch = (of: Node, gave: ExpressionValue | EvaluationFailure) => void

function evaluator(root: Compiled): (source: SourceValues, context: EvaluationContext) => Evaluated {
  return (source, context) => {
    const evaluation: Evaluation = { context, sensitive: false }
    try {
      return evaluated(root(source, evaluation), evaluation)
    } catch (failure) {
      if (!(failure instanceof EvaluationFailure)) throw failure
      return timed({ kind: 'error', message: failure.message }, evaluation)
    }
  }
}

function evaluated(value: ExpressionValue, evaluation: Evaluation): Evaluated {
  if (isSignal(value)) {
    return timed({ kind: 'ignore', what: value.signal === 'ignoreObject' ? 'object' : 'attribute' }, evaluation)
  }
  return timed(evaluation.sensitive ? { kind: 'value', value, sensitive: true } : { kind: 'value', value }, evaluation)
}

function timed(result: Evaluated, { until }: Evaluation): Evaluated {
  return until === undefined ? result : { ...result, until }
}

const signals: Readonly<Record<string, Signal>> = {
  IgnoreAttributeFlow: { signal: 'ignoreAttribute' },
  IgnoreObjectFlow: { signal: 'ignoreObject' },
}

function node(of: Node, watch: Watch | undefined): Compiled {
  const run = unwatched(of, watch)
  if (watch === undefined) return run
  return (source, evaluation) => {
    try {
      const value = run(source, evaluation)
      watch(of, value)
      return value
    } catch (failure) {
      if (failure instanceof EvaluationFailure) watch(of, failure)
      throw failure
    }
  }
}

function unwatched(of: Node, watch: Watch | undefined): Compiled {
  switch (of.kind) {
    case 'attribute': {
      const { name } = of
      return (source) => fromJson(source(name))
    }
    case 'constant': {
      const { text } = of
      return () => text
    }
    case 'keyword': {
      const value = signals[of.word] ?? of.word
      return () => value
    }
    case 'concat':
      return concat(of.parts.map((part) => node(part, watch)))
    case 'compare':
      return comparison(of, watch)
    case 'call':
      return call(of, watch)
  }
}

// A null operand of & counts as empty text (mapping.md section 12).
function concat(parts: readonly Compiled[]): Compiled {
  return (source, evaluation) => {
    let text = ''
    for (const part of parts) {
      const value = part(source, evaluation)
      if (isSignal(value)) return value
      text += scalar(value, '&') ?? ''
    }
    return text
  }
}

const holds: Readonly<Record<Compare['operator'], (order: number) => boolean>> = {
  '=': (n) => n === 0,
  '<>': (n) => n !== 0,
  '>': (n) => n > 0,
  '<': (n) => n < 0,
  '>=': (n) => n >= 0,
  '<=': (n) => n <= 0,
}

function comparison({ operator, left, right }: Compare, watch: Watch | undefined): Compiled {
  const one = node(left, watch)
  const other = node(right, watch)
  const test = holds[operator]
  return (source, evaluation) => {
    const a = one(source, evaluation)
    if (isSignal(a)) return a
    const b = other(source, evaluation)
    if (isSignal(b)) return b
    const x = scalar(a, operator)
    const y = scalar(b, operator)
    if (x === null || y === null) return 'False'
    return bool(test(isNumeric(x) && isNumeric(y) ? compareNumeric(x, y) : order(x, y)))
  }
}

function scalar(value: Exclude<ExpressionValue, Signal>, where: string): string | null {
  if (value === null || typeof value === 'string') return value
  throw new EvaluationFailure(`${where} works on texts; this is ${kindOf(value)}`)
}

function call({ name, slots }: Call, watch: Watch | undefined): Compiled {
  const row = functions.get(name)
  if (row === undefined) throw new Error(`The parser let an unknown function pass: ${name}`)
  const compiled = inOrder(row, slots).map((slot) => (slot === null ? null : node(slot, watch)))
  return named(name, 'lazily' in row ? row.lazily(compiled) : strict(name, row, compiled))
}

// A message says in which function it went wrong; the innermost one is told.
function named(name: string, run: Compiled): Compiled {
  return (source, evaluation) => {
    try {
      return run(source, evaluation)
    } catch (failure) {
      if (!(failure instanceof EvaluationFailure) || failure.within !== undefined) throw failure
      throw new EvaluationFailure(failure.message, name)
    }
  }
}

function strict(
  name: string,
  row: Extract<FunctionRow, { readonly run: unknown }>,
  slots: readonly (Compiled | null)[],
): Compiled {
  const kinds = slots.map((_, i): Kind => parameterAt(row, i)?.kind ?? 'any')
  const names = slots.map((_, i) => parameterAt(row, i)?.name ?? '')
  return (source, evaluation) => {
    const values: Argument[] = []
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i]
      const kind = kinds[i] ?? 'any'
      if (slot === null || slot === undefined) {
        values.push(undefined)
        continue
      }
      const value = slot(source, evaluation)
      if (isSignal(value)) return value
      if (value === null && kind === 'text') return null
      values.push(coerce(value, kind, names[i] ?? name))
    }
    return row.run(values, evaluation.context)
  }
}
