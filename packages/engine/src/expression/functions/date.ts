import { piecesOf } from '../date/pattern.ts'
import { readIso } from '../date/read-date.ts'
import { readExact } from '../date/read-exact.ts'
import { stylesOf } from '../date/styles.ts'
import { addMonths, exists, fieldsOf, perDay, perSecond, ticksAt } from '../date/ticks.ts'
import type { Ticks } from '../date/ticks.ts'
import { dateText, write } from '../date/write.ts'
import { EvaluationFailure, kindOf } from '../value.ts'
import { row } from './row.ts'
import type { FunctionRow } from './row.ts'

/** The beginning of Active Directory's time, 1601. */
const directoryEpoch: Ticks = 504_911_232_000_000_000n

export const dateFunctions: Readonly<Record<string, FunctionRow>> = {
  CDate: row({
    syntax: 'CDate(expression)',
    summary: 'The date and time in UTC. Without an offset the text is UTC already; a date alone is its midnight.',
    takes: [{ name: 'expression', kind: 'date' }],
    gives: 'date',
    examples: [
      ['CDate("2021-06-30+08:00")', '6/29/2021 4:00:00 PM'],
      ['CDate("2020-03-16")', '3/16/2020 12:00:00 AM'],
    ],
    run: ([date]) => dateText(date),
  }),

  DateAdd: row({
    syntax: 'DateAdd(interval, value, dateTime)',
    summary: 'A later date, or an earlier one when value is negative. A month that is too short ends on its last day.',
    takes: [
      { name: 'interval', kind: 'nullable' },
      { name: 'value', kind: 'whole' },
      { name: 'dateTime', kind: 'date' },
    ],
    gives: 'date',
    examples: [
      ['DateAdd("d", 7, CDate("2012-03-16"))', '3/23/2012 12:00:00 AM'],
      ['DateAdd("m", 1, CDate("2024-01-31"))', '2/29/2024 12:00:00 AM'],
    ],
    run: ([interval, value, date]) => {
      const later = intervalOf(interval).add(date, value)
      if (later === null || !exists(later)) throw new EvaluationFailure('the result is outside the years 1 to 9999')
      return dateText(later)
    },
  }),

  DateDiff: row({
    syntax: 'DateDiff(interval, date1, date2)',
    summary:
      'How many intervals date2 is later than date1. Days and less count when they are full; months and years by the calendar; weeks by their Sundays.',
    takes: [
      { name: 'interval', kind: 'nullable' },
      { name: 'date1', kind: 'date' },
      { name: 'date2', kind: 'date' },
    ],
    gives: 'integer',
    examples: [
      ['DateDiff("d", CDate("2021-08-18"), CDate("2021-08-31"))', '13'],
      ['DateDiff("m", CDate("2021-08-31"), CDate("2021-09-01"))', '1'],
    ],
    run: ([interval, from, to]) => String(intervalOf(interval).between(from, to)),
  }),

  DateFromNum: row({
    syntax: 'DateFromNum(value)',
    summary: 'The date and time of an Active Directory timestamp: steps of 100 nanoseconds since 1601.',
    takes: [{ name: 'value', kind: 'whole' }],
    gives: 'date',
    examples: [['DateFromNum(129699324000000000)', '1/1/2012 11:00:00 PM']],
    run: ([value]) => {
      const ticks = directoryEpoch + value
      if (value < 0n || !exists(ticks)) throw new EvaluationFailure('value is outside the years 1601 to 9999')
      return dateText(ticks)
    },
  }),

  FormatDateTime: row({
    syntax: 'FormatDateTime(source, dateTimeStyles?, inputFormat, outputFormat)',
    summary:
      "Reads a date in one .NET format and writes it in another. dateTimeStyles takes .NET's names, joined by commas, and may be left out with its comma.",
    takes: [
      { name: 'source', kind: 'text' },
      { name: 'dateTimeStyles', kind: 'text', optional: true },
      { name: 'inputFormat', kind: 'text' },
      { name: 'outputFormat', kind: 'text' },
    ],
    olderLacks: 1,
    gives: 'text',
    examples: [
      ['FormatDateTime("20150123105347.1Z", , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")', '2015-01-23'],
      ['FormatDateTime("03/09/2025", "MM/dd/yyyy", "d MMMM yyyy")', '9 March 2025'],
    ],
    run: ([source, dateTimeStyles, inputFormat, outputFormat]) => {
      const date = readExact(source, piecesOf(inputFormat, 'inputFormat'), stylesOf(dateTimeStyles))
      const output = piecesOf(outputFormat, 'outputFormat')
      if (date === null) throw new EvaluationFailure('source is not a date of the form that inputFormat says')
      return write(date, output)
    },
  }),

  Now: row({
    syntax: 'Now()',
    summary: 'The time in UTC.',
    takes: [],
    gives: 'date',
    examples: [['Now()', '1/1/2026 12:00:00 AM']],
    run: (_, { now }) => dateText(ticksAt(Date.parse(now))),
  }),

  NumFromDate: row({
    syntax: 'NumFromDate(value)',
    summary: 'The Active Directory timestamp of an ISO 8601 date. Without an offset it is UTC.',
    takes: [{ name: 'value', kind: 'nullable' }],
    gives: 'integer',
    examples: [
      ['NumFromDate("2012-01-01T23:00:00Z")', '129699324000000000'],
      ['NumFromDate("2020-12-31 23:59:59-08:00")', '132539615990000000'],
    ],
    run: ([value]) => {
      const ticks = value === null ? null : readIso(value)
      if (ticks !== null && ticks >= directoryEpoch) return String(ticks - directoryEpoch)
      if (ticks !== null) throw new EvaluationFailure('value lies before 1601')
      const found = value ? 'a text of another form' : kindOf(value)
      throw new EvaluationFailure(`value must be a date like 2012-01-01T23:00:00Z; this is ${found}`)
    },
  }),
}

type Interval = {
  readonly add: (to: Ticks, count: bigint) => Ticks | null
  readonly between: (from: Ticks, to: Ticks) => bigint
}

/** By Visual Basic's letters. BigInt divides toward zero, as DateDiff does. */
const intervals: Readonly<Record<string, Interval>> = {
  yyyy: { add: (to, count) => addMonths(to, count * 12n), between: (from, to) => BigInt(year(to) - year(from)) },
  m: { add: addMonths, between: (from, to) => BigInt(month(to) - month(from)) },
  ww: { ...fixed(perDay * 7n), between: (from, to) => (sunday(to) - sunday(from)) / perDay / 7n },
  d: fixed(perDay),
  h: fixed(perSecond * 3600n),
  n: fixed(perSecond * 60n),
  s: fixed(perSecond),
}

function intervalOf(name: string | null): Interval {
  const interval = name !== null && Object.hasOwn(intervals, name) ? intervals[name] : undefined
  if (interval !== undefined) return interval
  throw new EvaluationFailure(
    'interval is yyyy (year), m (month), ww (week), d (day), h (hour), n (minute) or s (second)',
  )
}

function fixed(length: bigint): Interval {
  return { add: (to, count) => to + count * length, between: (from, to) => (to - from) / length }
}

function year(ticks: Ticks): number {
  return fieldsOf(ticks).year
}

function month(ticks: Ticks): number {
  const fields = fieldsOf(ticks)
  return fields.year * 12 + fields.month
}

/** The Sunday on which the week begins, at the same time of day. */
function sunday(ticks: Ticks): bigint {
  return ticks - BigInt(fieldsOf(ticks).weekday) * perDay
}
