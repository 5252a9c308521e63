/** Functions that only Usher knows; made for scoping expressions. */
import type { Instant } from '../../types.ts'
import { instantOf, isDayAlone } from '../date/instant.ts'
import { bool, EvaluationFailure, isObject, isSignal, isTrue, kindOf } from '../value.ts'
import type { ExpressionValue } from '../value.ts'
import { dayOf, dayStart, type Day } from '../zone.ts'
import { lazyRow, row } from './row.ts'
import type { Compiled, Evaluation, FunctionRow } from './row.ts'

const date = { name: 'date', kind: 'nullable' } as const
const days = { name: 'days', kind: 'integer', optional: true } as const

export const usherFunctions: Readonly<Record<string, FunctionRow>> = {
  AllOf: lazyRow({
    syntax: 'AllOf(condition1, condition2, …)',
    summary: 'True when every condition is true. The first that is not ends it.',
    takes: [],
    rest: [{ name: 'condition', kind: 'any' }],
    gives: 'Boolean',
    knownFrom: 'Usher',
    examples: [
      ['AllOf("a" = "a", 2 > 1)', 'True'],
      ['AllOf("a" = "a", 2 < 1, Error("not looked at"))', 'False'],
    ],
    lazily: (conditions) => until(conditions, false),
  }),

  AnyOf: lazyRow({
    syntax: 'AnyOf(condition1, condition2, …)',
    summary: 'True when one of the conditions is true. The first that is ends it.',
    takes: [],
    rest: [{ name: 'condition', kind: 'any' }],
    gives: 'Boolean',
    knownFrom: 'Usher',
    examples: [
      ['AnyOf("a" = "b", 2 > 1, Error("not looked at"))', 'True'],
      ['AnyOf("a" = "b")', 'False'],
    ],
    lazily: (conditions) => until(conditions, true),
  }),

  DayBegun: lazyRow({
    syntax: 'DayBegun(date, days?)',
    summary:
      'True from the beginning of the day on, in the time zone of the tenant; so many days later, or earlier when days is negative. False without a date.',
    takes: [date, days],
    gives: 'Boolean',
    knownFrom: 'Usher',
    examples: [
      ['DayBegun("2026-01-01")', 'True'],
      ['DayBegun("2026-01-08", -7)', 'True'],
      ['DayBegun("2026-01-09", -7)', 'False'],
      ['DayBegun([nobody])', 'False'],
    ],
    lazily: (slots) => reached(slots, 0),
  }),

  DayEnded: lazyRow({
    syntax: 'DayEnded(date, days?)',
    summary:
      'True once the day is over, in the time zone of the tenant; so many days later, or earlier when days is negative. False without a date.',
    takes: [date, days],
    gives: 'Boolean',
    knownFrom: 'Usher',
    examples: [
      ['DayEnded("2025-12-31")', 'True'],
      ['DayEnded("2026-01-01")', 'False'],
      ['DayEnded([nobody])', 'False'],
    ],
    lazily: (slots) => reached(slots, 1),
  }),

  Includes: row({
    syntax: 'Includes(attribute, value)',
    summary:
      'True when one of the values of the attribute is exactly this text; case counts. A role is known by its value.',
    takes: [
      { name: 'attribute', kind: 'list' },
      { name: 'value', kind: 'text' },
    ],
    gives: 'Boolean',
    knownFrom: 'Usher',
    examples: [
      ['Includes(Split("Sales,Marketing", ","), "Sales")', 'True'],
      ['Includes([nobody], "Sales")', 'False'],
    ],
    run: ([list, value]) => bool(list?.some((one) => (isObject(one) ? one['value'] : one) === value) ?? false),
  }),
}

function until(conditions: readonly (Compiled | null)[], wanted: boolean): Compiled {
  return (from, evaluation) => {
    for (const condition of conditions) {
      const value = condition?.(from, evaluation) ?? null
      if (isSignal(value)) return value
      if (isTrue(value) === wanted) return bool(wanted)
    }
    return bool(!wanted)
  }
}

/** Whether the day, moved by so many days, has begun; or, with one day more, has ended. Notes when that changes. */
function reached([date, days]: readonly (Compiled | null)[], more: 0 | 1): Compiled {
  return (from, evaluation) => {
    const value = date?.(from, evaluation) ?? null
    if (isSignal(value)) return value
    if (value === null || value === '') return bool(false)
    const { year, month, day } = calendarDay(value, evaluation)
    const offset = wholeNumber(days?.(from, evaluation) ?? '0')
    const start = dayStart({ year, month, day: day + offset + more }, zoneOf(evaluation))
    if (Number.isNaN(start)) throw new EvaluationFailure('the day lies too far away')
    if (start <= Date.parse(evaluation.context.now)) return bool(true)
    notice(evaluation, start)
    return bool(false)
  }
}

function calendarDay(value: ExpressionValue, evaluation: Evaluation): Day {
  const instant = typeof value === 'string' ? instantOf(value) : null
  if (instant === null || typeof value !== 'string') {
    throw new EvaluationFailure(
      `date must be a date like 2026-03-01; this is ${typeof value === 'string' ? 'a text of another form' : kindOf(value)}`,
    )
  }
  return dayOf(Date.parse(instant), isDayAlone(value) ? 'UTC' : zoneOf(evaluation))
}

function wholeNumber(value: ExpressionValue): number {
  if (typeof value === 'string' && /^[+-]?\d{1,6}$/.test(value)) return Number(value)
  if (typeof value === 'string' && /^[+-]?\d+$/.test(value)) throw new EvaluationFailure('days lies too far away')
  const kind = typeof value === 'string' ? 'another text' : kindOf(value)
  throw new EvaluationFailure(`days must be a whole number; this is ${kind}`)
}

function zoneOf({ context }: Evaluation): string {
  return context.timeZone ?? 'UTC'
}

/** The result changes by time alone at this instant; the earliest counts. */
function notice(evaluation: Evaluation, at: number): void {
  const instant = new Date(at).toISOString() as Instant
  if (evaluation.until === undefined || instant < evaluation.until) evaluation.until = instant
}
