import { readDate } from '../date/read-date.ts'
import type { Ticks } from '../date/ticks.ts'
import { EvaluationFailure, isList, kindOf } from '../value.ts'
import type { ExpressionValue, Signal } from '../value.ts'
import type { Argument, Kind } from './row.ts'

type Given = Exclude<ExpressionValue, Signal>

/** An argument as the function takes it. `name`: the parameter, for messages. */
export function coerce(value: Given, kind: Kind, name: string): Argument {
  switch (kind) {
    case 'any':
      return value
    case 'list':
      if (value === null || isList(value)) return value
      return [text(value, name)]
    case 'integer':
      return Number(whole(value, decimal, name))
    case 'whole':
      return whole(value, decimalOrHex, name)
    case 'date':
      return date(value, name)
    case 'nullable':
      return value === null ? null : text(value, name)
    case 'text':
    case 'word':
      return text(value, name)
  }
}

const decimal = /^[+-]?\d+$/
const decimalOrHex = /^(?:[+-]?\d+|&H[0-9A-Fa-f]+)$/

function whole(value: Given, form: RegExp, name: string): bigint {
  if (typeof value === 'string' && form.test(value)) return BigInt(value.replace('&H', '0x'))
  throw new EvaluationFailure(`${name} must be a whole number; this is ${kindOf(value)}`)
}

function date(value: Given, name: string): Ticks {
  if (value === null || value === '') {
    throw new EvaluationFailure(
      `${name} must be a date; this is ${kindOf(value)}. Ask with IsNullOrEmpty in an IIF first`,
    )
  }
  if (typeof value !== 'string') throw new EvaluationFailure(`${name} must be a date; this is ${kindOf(value)}`)
  const ticks = readDate(value)
  if (ticks !== null) return ticks
  throw new EvaluationFailure(
    `${name} is not a date that can be read; write it like 2026-03-16 or 3/16/2026 7:00:00 AM`,
  )
}

function text(value: Given, name: string): string {
  if (typeof value === 'string') return value
  throw new EvaluationFailure(`${name} must be a text; this is ${kindOf(value)}`)
}
