import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Instant } from '../../types.ts'
import { compile } from '../compile.ts'
import { parseExpression } from '../parse.ts'
import type { Evaluated } from '../value.ts'

function value(expression: string, source: Readonly<Record<string, string>> = {}): Evaluated {
  const parsed = parseExpression(expression)
  if (parsed.kind === 'error') throw new Error(parsed.message)
  return compile(parsed)((name) => source[name], { now: '2026-01-01T00:00:00.000Z' as Instant })
}

const gives = (text: string): Evaluated => ({ kind: 'value', value: text })
const lastTimestamp = 2_650_467_743_999_999_999n
const timestamp = fc.bigInt(0n, lastTimestamp).map(String)
const wholeSeconds = fc.bigInt(0n, lastTimestamp / 10_000_000n).map((seconds) => String(seconds * 10_000_000n))
const day = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T00:00:00Z'),
  noInvalidDate: true,
})

test('a timestamp of whole seconds comes back from its date', () => {
  const there = 'FormatDateTime(DateFromNum([x]), , "M/d/yyyy h:mm:ss tt", "yyyy-MM-ddTHH:mm:ss")'
  fc.assert(
    fc.property(wholeSeconds, (x) => {
      expect(value(`NumFromDate(${there})`, { x })).toEqual(gives(x))
    }),
  )
})

test('a date that was written is read as itself', () => {
  fc.assert(
    fc.property(timestamp, (x) => {
      expect(value('CDate(DateFromNum([x]))', { x })).toEqual(value('DateFromNum([x])', { x }))
    }),
  )
})

test('ISO 8601 is what JavaScript writes', () => {
  fc.assert(
    fc.property(day, (date) => {
      const x = date.toISOString()
      const format = '"yyyy-MM-ddTHH:mm:ss.fffK"'
      expect(value(`FormatDateTime([x], , ${format}, ${format})`, { x })).toEqual(gives(x))
      expect(value('CDate([x])', { x })).toEqual(value('DateAdd("d", 0, [x])', { x }))
    }),
  )
})

test('days that are added are the days of the difference', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -100_000, max: 100_000 }), (date, n) => {
      const source = { x: date.toISOString(), n: String(n) }
      const later = value('DateAdd("d", [n], [x])', source)
      if (later.kind === 'error') return
      expect(value('DateDiff("d", CDate([x]), DateAdd("d", [n], [x]))', source)).toEqual(gives(source.n))
    }),
  )
})

test('any well-formed text comes back from base64, and from hexadecimal digits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (x) => {
      expect(value('ConvertFromBase64(ConvertToBase64([x]))', { x })).toEqual(gives(x))
      const utf8 = Buffer.from(x, 'utf8')
      expect(value('ConvertToUTF8Hex([x])', { x })).toEqual(gives(utf8.toString('hex').toUpperCase()))
      expect(value('ConvertFromBase64([x], UTF8)', { x: utf8.toString('base64') })).toEqual(gives(x))
    }),
  )
})

test('any bytes are decoded as the standard decoder does', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const x = Buffer.from(bytes).toString('base64')
      const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
      expect(value('ConvertFromBase64([x], UTF8)', { x })).toEqual(gives(decoded))
    }),
  )
})

test('no case of a letter changes how long a text is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', 'tr-TR', 'de-DE'), (x, c) => {
      for (const name of ['ToLower', 'ToUpper']) {
        expect(value(`Len(${name}([x], [c]))`, { x, c })).toEqual(gives(String(x.length)))
      }
      expect(value('Len(PCase([x]))', { x })).toEqual(gives(String(x.length)))
    }),
  )
})

test('a text without marks stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (x) => {
      const once = value('NormalizeDiacritics([x])', { x })
      expect(value('NormalizeDiacritics(NormalizeDiacritics([x]))', { x })).toEqual(once)
    }),
  )
})

test('whatever is to be a date is one, or an error that says so; never a crash', () => {
  const words = '2020|3|16|-|/| |:|T|Z|+02|.|,|Mar|Monday|AM|07|31|0'.split('|')
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 14 }), (parts) => {
      const x = parts.join('')
      const result = value('CDate([x])', { x })
      if (result.kind === 'value') expect(value('CDate(CDate([x]))', { x })).toEqual(result)
      else expect(result).toMatchObject({ message: expect.stringMatching(/^CDate: expression /) })
    }),
    { numRuns: 2_000 },
  )
})
