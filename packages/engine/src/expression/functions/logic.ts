import { bool, EvaluationFailure, isList, isSignal, isTrue, kindOf } from '../value.ts'
import type { ExpressionValue } from '../value.ts'
import { lazyRow, row } from './row.ts'
import type { Compiled, FunctionRow } from './row.ts'

const expression = { name: 'expression', kind: 'any' } as const

export const logicFunctions: Readonly<Record<string, FunctionRow>> = {
  CBool: row({
    syntax: 'CBool(expression)',
    summary: 'True when the value is true or a number other than 0, else False.',
    takes: [expression],
    gives: 'Boolean',
    examples: [
      ['CBool("a" = "a")', 'True'],
      ['CBool([nobody])', 'False'],
    ],
    run: ([value]) => bool(truth(value)),
  }),

  Coalesce: lazyRow({
    syntax: 'Coalesce(source1, source2, …, defaultValue?)',
    summary: 'The first value that is not null. Empty text is not null.',
    takes: [],
    rest: [{ name: 'source', kind: 'any' }],
    gives: 'any',
    examples: [
      ['Coalesce([nobody], "none")', 'none'],
      ['Coalesce("", "none")', ''],
    ],
    lazily: (slots) => (from, evaluation) => {
      for (const slot of slots) {
        const value = slot?.(from, evaluation) ?? null
        if (value !== null) return value
      }
      return null
    },
  }),

  IIF: lazyRow({
    syntax: 'IIF(condition, valueIfTrue, valueIfFalse)',
    summary: 'One of two values. Only the chosen one is evaluated. A comparison with null does not hold.',
    takes: [
      { name: 'condition', kind: 'any' },
      { name: 'valueIfTrue', kind: 'any' },
      { name: 'valueIfFalse', kind: 'any' },
    ],
    gives: 'any',
    examples: [
      ['IIF("USA" = "USA", "here", "abroad")', 'here'],
      ['IIF([nobody] <> "USA", "abroad", "unknown")', 'unknown'],
    ],
    lazily:
      ([condition, whenTrue, whenFalse]) =>
      (from, evaluation) => {
        const decided = condition?.(from, evaluation) ?? null
        if (isSignal(decided)) return decided
        return (truth(decided) ? whenTrue : whenFalse)?.(from, evaluation) ?? null
      },
  }),

  IgnoreFlowIfNullOrEmpty: row({
    syntax: 'IgnoreFlowIfNullOrEmpty(expression)',
    summary: 'The value; without one the attribute is dropped from the flow, so that the target keeps what it has.',
    takes: [expression],
    gives: 'any',
    examples: [['IgnoreFlowIfNullOrEmpty("Sales")', 'Sales']],
    run: ([value]) => (isEmpty(value) ? { signal: 'ignoreAttribute' } : value),
  }),

  IsNothing: row({
    syntax: 'IsNothing(source)',
    knownFrom: 'Graph function list',
    summary: 'The same as IsNullOrEmpty.',
    takes: [{ name: 'source', kind: 'any' }],
    gives: 'Boolean',
    examples: [['IsNothing("")', 'True']],
    run: ([value]) => bool(isEmpty(value)),
  }),

  IsNull: row({
    syntax: 'IsNull(expression)',
    summary: 'True when there is no value. Empty text is a value.',
    takes: [expression],
    gives: 'Boolean',
    examples: [
      ['IsNull([nobody])', 'True'],
      ['IsNull("")', 'False'],
    ],
    run: ([value]) => bool(value === null),
  }),

  IsNullOrEmpty: row({
    syntax: 'IsNullOrEmpty(expression)',
    summary: 'True when there is no value or an empty text. A space is not empty.',
    takes: [expression],
    gives: 'Boolean',
    examples: [
      ['IsNullOrEmpty("")', 'True'],
      ['IsNullOrEmpty(" ")', 'False'],
    ],
    run: ([value]) => bool(isEmpty(value)),
  }),

  IsPresent: row({
    syntax: 'IsPresent(expression)',
    summary: 'True when there is a value that is not empty.',
    takes: [expression],
    gives: 'Boolean',
    examples: [
      ['IsPresent("ana")', 'True'],
      ['IsPresent([nobody])', 'False'],
    ],
    run: ([value]) => bool(!isEmpty(value)),
  }),

  IsString: row({
    syntax: 'IsString(expression)',
    summary: 'True when the value is a text; not for a list, a reference or no value.',
    takes: [expression],
    gives: 'Boolean',
    examples: [
      ['IsString("ana")', 'True'],
      ['IsString([nobody])', 'False'],
    ],
    run: ([value]) => bool(typeof value === 'string'),
  }),

  Not: row({
    syntax: 'Not(source)',
    summary: 'False when the value is True; True for anything else, also without a value.',
    takes: [{ name: 'source', kind: 'any' }],
    gives: 'Boolean',
    examples: [
      ['Not("True")', 'False'],
      ['Not("banana")', 'True'],
      ['Not([nobody])', 'True'],
    ],
    run: ([value]) => bool(!(typeof value === 'string' && value.toLowerCase() === 'true')),
  }),

  Switch: lazyRow({
    syntax: 'Switch(source, defaultValue?, key1, value1, key2, value2, …)',
    summary:
      'The value of the first key that equals the source, else the default. Case counts; no source matches the key "".',
    takes: [
      { name: 'source', kind: 'nullable' },
      { name: 'defaultValue', kind: 'any', optional: true },
    ],
    rest: [
      { name: 'key', kind: 'nullable' },
      { name: 'value', kind: 'any' },
    ],
    gives: 'any',
    examples: [
      ['Switch("QLD", "Australia/Sydney", "QLD", "Australia/Brisbane")', 'Australia/Brisbane'],
      ['Switch([nobody], "Other", "", "N/A")', 'N/A'],
      ['Switch("x", , "y", "z")', null],
    ],
    lazily: ([source, whenNone, ...rest]) => {
      const cases: (readonly [Compiled | null, Compiled | null])[] = []
      for (let i = 0; i < rest.length; i += 2) cases.push([rest[i] ?? null, rest[i + 1] ?? null])
      return (from, evaluation) => {
        const value = key(source?.(from, evaluation) ?? null)
        if (isSignal(value)) return value
        for (const [candidate, result] of cases) {
          const wanted = key(candidate?.(from, evaluation) ?? null)
          if (isSignal(wanted)) return wanted
          if (wanted === value || (value === null && wanted === '')) return result?.(from, evaluation) ?? null
        }
        return whenNone?.(from, evaluation) ?? null
      }
    },
  }),
}

// A list without values is like an attribute of several values that is absent.
function isEmpty(value: ExpressionValue): boolean {
  return value === null || value === '' || (isList(value) && value.length === 0)
}

function key(value: ExpressionValue): ExpressionValue {
  if (value === null || typeof value === 'string' || isSignal(value)) return value
  throw new EvaluationFailure(`it compares texts; this is ${kindOf(value)}`)
}

function truth(value: ExpressionValue): boolean {
  if (value === null || typeof value === 'string') return isTrue(value)
  throw new EvaluationFailure(`a condition is one text; this is ${kindOf(value)}`)
}
